"""Alipay: the buyer pays on Alipay's own page (payment on computer websites), in yuan."""
