"""Trade: prices, orders, payments, the ledger, payouts. The only part that writes about money."""
