"""Files for and from the operator's bank: payouts to be sent, and what has come and gone."""
