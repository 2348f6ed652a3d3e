-- The books guard themselves. Each refusal has a stable name that `posting` turns into an error.

CREATE TRIGGER trade_leg_before_entry BEFORE INSERT ON trade_leg
WHEN EXISTS (SELECT 1 FROM trade_entry WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'ledger_entry_is_whole'); END;

CREATE TRIGGER trade_leg_moves_balance AFTER INSERT ON trade_leg
BEGIN
  UPDATE trade_account SET balance = balance + NEW.amount WHERE id = NEW.account_id AND keeps_balance;
END;

CREATE TRIGGER trade_entry_is_balanced BEFORE INSERT ON trade_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger_legs_missing')
  WHERE NEW.leg_count < 2
     OR NEW.leg_count <> (SELECT count(*) FROM trade_leg WHERE entry_id = NEW.id);
  SELECT RAISE(ABORT, 'ledger_unbalanced')
  WHERE EXISTS (
    SELECT 1 FROM trade_leg JOIN trade_account ON trade_account.id = trade_leg.account_id
    WHERE entry_id = NEW.id GROUP BY currency HAVING sum(amount) <> 0);
  SELECT RAISE(ABORT, 'ledger_period_closed')
  WHERE EXISTS (SELECT 1 FROM trade_closing WHERE through >= NEW.booked_on);
END;

CREATE TRIGGER trade_entry_waits_for_seal AFTER INSERT ON trade_entry
BEGIN INSERT INTO trade_unsealedentry (entry_id) VALUES (NEW.id); END;

CREATE TRIGGER trade_account_is_fixed BEFORE UPDATE OF id, key, kind, currency, "of", keeps_balance, least, most ON trade_account
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_account_stays BEFORE DELETE ON trade_account
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_entry_is_fixed BEFORE UPDATE ON trade_entry
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_entry_stays BEFORE DELETE ON trade_entry
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_leg_is_fixed BEFORE UPDATE ON trade_leg
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_leg_stays BEFORE DELETE ON trade_leg
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_seal_is_fixed BEFORE UPDATE ON trade_seal
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_seal_stays BEFORE DELETE ON trade_seal
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_closing_is_fixed BEFORE UPDATE ON trade_closing
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_closing_stays BEFORE DELETE ON trade_closing
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
CREATE TRIGGER trade_unsealed_until_sealed BEFORE DELETE ON trade_unsealedentry
WHEN NOT EXISTS (SELECT 1 FROM trade_seal WHERE entry_id = OLD.entry_id)
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
