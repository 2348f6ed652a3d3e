-- The books guard themselves. Each refusal has a stable name that `posting` turns into an error.

CREATE FUNCTION trade_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'ledger_append_only' USING ERRCODE = 'integrity_constraint_violation'; END $$;

CREATE FUNCTION trade_leg_before_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM trade_entry WHERE id = NEW.entry_id) THEN
    RAISE EXCEPTION 'ledger_entry_is_whole' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trade_leg_before_entry BEFORE INSERT ON trade_leg
FOR EACH ROW EXECUTE FUNCTION trade_leg_before_entry();

CREATE FUNCTION trade_leg_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE trade_account SET balance = balance + NEW.amount WHERE id = NEW.account_id AND keeps_balance;
  RETURN NULL;
END $$;
CREATE TRIGGER trade_leg_moves_balance AFTER INSERT ON trade_leg
FOR EACH ROW EXECUTE FUNCTION trade_leg_moves_balance();

CREATE FUNCTION trade_entry_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.leg_count < 2 OR NEW.leg_count <> (SELECT count(*) FROM trade_leg WHERE entry_id = NEW.id) THEN
    RAISE EXCEPTION 'ledger_legs_missing' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM trade_leg JOIN trade_account ON trade_account.id = trade_leg.account_id
    WHERE entry_id = NEW.id GROUP BY currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'ledger_unbalanced' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM trade_closing WHERE through >= NEW.booked_on) THEN
    RAISE EXCEPTION 'ledger_period_closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trade_entry_is_balanced BEFORE INSERT ON trade_entry
FOR EACH ROW EXECUTE FUNCTION trade_entry_is_balanced();

CREATE FUNCTION trade_entry_waits_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO trade_unsealedentry (entry_id) VALUES (NEW.id); RETURN NULL; END $$;
CREATE TRIGGER trade_entry_waits_for_seal AFTER INSERT ON trade_entry
FOR EACH ROW EXECUTE FUNCTION trade_entry_waits_for_seal();

CREATE FUNCTION trade_unsealed_until_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM trade_seal WHERE entry_id = OLD.entry_id) THEN
    RAISE EXCEPTION 'ledger_append_only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER trade_unsealed_until_sealed BEFORE DELETE ON trade_unsealedentry
FOR EACH ROW EXECUTE FUNCTION trade_unsealed_until_sealed();

CREATE TRIGGER trade_account_is_fixed BEFORE UPDATE OF id, key, kind, currency, "of", keeps_balance, least, most ON trade_account
FOR EACH ROW EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_account_stays BEFORE DELETE ON trade_account FOR EACH ROW EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_entry_is_fixed BEFORE UPDATE OR DELETE ON trade_entry FOR EACH ROW EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_leg_is_fixed BEFORE UPDATE OR DELETE ON trade_leg FOR EACH ROW EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_seal_is_fixed BEFORE UPDATE OR DELETE ON trade_seal FOR EACH ROW EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_closing_is_fixed BEFORE UPDATE OR DELETE ON trade_closing FOR EACH ROW EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_account_is_not_emptied BEFORE TRUNCATE ON trade_account EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_entry_is_not_emptied BEFORE TRUNCATE ON trade_entry EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_leg_is_not_emptied BEFORE TRUNCATE ON trade_leg EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_seal_is_not_emptied BEFORE TRUNCATE ON trade_seal EXECUTE FUNCTION trade_refuse();
CREATE TRIGGER trade_closing_is_not_emptied BEFORE TRUNCATE ON trade_closing EXECUTE FUNCTION trade_refuse();
