"""The operator's books: balances, payouts, refunds, holds, differences, fees."""
