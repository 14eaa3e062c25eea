"""Erasing a case whole: the rows that only an erasure may remove, and the function that removes them."""

from django.db import migrations

from casework.audit.triggers import watched

# Refuses a change or a removal of rows; what belongs to a case goes with it.
LET_GO = """
    IF TG_OP = 'DELETE' AND casework_is_erasing(TG_RELID) THEN
        RETURN OLD;
    END IF;
"""


def append_only(let_go):
    return f"""
CREATE OR REPLACE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{let_go}
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def decided_once(let_go):
    return f"""
CREATE OR REPLACE FUNCTION casework_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{let_go}
    -- The first argument is the column of the decision; all of them are empty until it is made.
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) ->> TG_ARGV[0] <> ''
        OR to_jsonb(OLD) - TG_ARGV::text[] <> to_jsonb(NEW) - TG_ARGV::text[] THEN
        RAISE EXCEPTION 'a row of % is decided once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


def ends_once(let_go):
    return f"""
CREATE OR REPLACE FUNCTION casework_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ending constant text[] := ARRAY['ended_at', 'ended_by_id', 'ended_because'];
BEGIN{let_go}
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - ending = to_jsonb(OLD) - ending THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a row of % only ends', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""


ERASING = r"""
-- Whether the transaction erases a case, and a row of this table may go with it: for the function below
-- alone, which runs as the owner of the tables, once what is left of the case was written.
CREATE FUNCTION casework_is_erasing(relation oid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    erased text := current_setting('casework.erasing', true);
BEGIN
    IF COALESCE(erased, '') = '' THEN
        RETURN false;
    END IF;
    IF NOT EXISTS (
        SELECT FROM casework_erasedcase AS left_over
        WHERE left_over.id = erased::uuid AND left_over.written_in = pg_current_xact_id()::text::bigint
    ) THEN
        RETURN false;
    END IF;
    RETURN current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = relation)
        AND EXISTS (SELECT FROM pg_temp.casework_erasing AS going WHERE going.relation = $1);
END $$;

CREATE FUNCTION casework_erased_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER erased_case_written BEFORE INSERT ON casework_erasedcase
    FOR EACH ROW EXECUTE FUNCTION casework_erased_written();
CREATE TRIGGER erased_case_append_only BEFORE UPDATE OR DELETE ON casework_erasedcase
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER legalhold_ends_once BEFORE UPDATE OR DELETE ON casework_legalhold
    FOR EACH ROW EXECUTE FUNCTION casework_ends_once();
CREATE TRIGGER erasureproposal_ends_once BEFORE UPDATE OR DELETE ON casework_erasureproposal
    FOR EACH ROW EXECUTE FUNCTION casework_ends_once();

-- What is to go: every row that refers to the case, or to a row that does, however far; and where one is
-- the further part of a row of another table (multi-table inheritance), that row too.
CREATE FUNCTION casework_case_gather(erased uuid) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    link record;
    reached integer := 0;
    found bigint;
    added bigint;
BEGIN
    DROP TABLE IF EXISTS pg_temp.casework_erasing;
    CREATE TEMPORARY TABLE casework_erasing
        (relation oid, key text, depth integer, PRIMARY KEY (relation, key)) ON COMMIT DROP;
    INSERT INTO pg_temp.casework_erasing VALUES ('casework_casefile'::regclass, erased::text, 0);
    LOOP
        added := 0;
        FOR link IN
            SELECT refers.conrelid AS here, refers.confrelid AS there, refer.attname AS refer,
                format_type(refer.atttypid, NULL) AS kind, own.attname AS own,
                refer.attname = own.attname AS is_part
            FROM pg_constraint AS refers
            JOIN pg_attribute AS refer ON refer.attrelid = refers.conrelid AND refer.attnum = refers.conkey[1]
            JOIN pg_constraint AS prime ON prime.conrelid = refers.conrelid AND prime.contype = 'p'
            JOIN pg_attribute AS own ON own.attrelid = refers.conrelid AND own.attnum = prime.conkey[1]
            WHERE refers.contype = 'f' AND EXISTS (
                SELECT FROM pg_temp.casework_erasing AS going
                WHERE going.depth = reached AND going.relation IN (refers.conrelid, refers.confrelid)
            )
        LOOP
            EXECUTE format(
                'INSERT INTO pg_temp.casework_erasing SELECT %s, refers.%I::text, %s FROM %s AS refers '
                'JOIN pg_temp.casework_erasing AS going ON going.relation = %s AND going.depth = %s '
                'AND refers.%I = going.key::%s ON CONFLICT DO NOTHING',
                link.here, link.own, reached + 1, link.here::regclass, link.there, reached, link.refer, link.kind
            );
            GET DIAGNOSTICS found = ROW_COUNT;
            added := added + found;
            IF link.is_part THEN
                EXECUTE format(
                    'INSERT INTO pg_temp.casework_erasing SELECT %s, going.key, %s '
                    'FROM pg_temp.casework_erasing AS going WHERE going.relation = %s AND going.depth = %s '
                    'ON CONFLICT DO NOTHING',
                    link.there, reached + 1, link.here, reached
                );
                GET DIAGNOSTICS found = ROW_COUNT;
                added := added + found;
            END IF;
        END LOOP;
        EXIT WHEN added = 0;
        reached := reached + 1;
    END LOOP;
END $$;

-- Those that nothing left refers to go first: the audit of a row asks the row above it for its case. Where
-- two refer to each other, the further one; foreign keys are checked at the end of the transaction.
CREATE FUNCTION casework_case_erase(erased uuid) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    next_one oid;
    own name;
    kind text;
BEGIN
    IF NOT EXISTS (
        SELECT FROM casework_erasedcase AS left_over
        WHERE left_over.id = erased AND left_over.written_in = pg_current_xact_id()::text::bigint
    ) OR EXISTS (SELECT FROM casework_legalhold WHERE case_file_id = erased AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'this case may not be erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM casework_case_gather(erased);
    PERFORM set_config('casework.erasing', erased::text, true);
    DELETE FROM casework_unsentform USING pg_temp.casework_erasing AS going
        WHERE going.key = casework_unsentform.subject::text;
    LOOP
        SELECT going.relation INTO next_one FROM pg_temp.casework_erasing AS going
            GROUP BY going.relation
            ORDER BY EXISTS (
                SELECT FROM pg_constraint AS refers
                WHERE refers.contype = 'f' AND refers.confrelid = going.relation
                AND refers.conrelid <> going.relation
                AND refers.conrelid IN (SELECT others.relation FROM pg_temp.casework_erasing AS others)
            ), max(going.depth) DESC
            LIMIT 1;
        EXIT WHEN next_one IS NULL;
        SELECT key.attname, format_type(key.atttypid, NULL) INTO own, kind
            FROM pg_constraint AS prime
            JOIN pg_attribute AS key ON key.attrelid = prime.conrelid AND key.attnum = prime.conkey[1]
            WHERE prime.conrelid = next_one AND prime.contype = 'p';
        EXECUTE format(
            'DELETE FROM %s AS gone USING pg_temp.casework_erasing AS going '
            'WHERE going.relation = %s AND gone.%I = going.key::%s',
            next_one::regclass, next_one, own, kind
        );
        DELETE FROM pg_temp.casework_erasing WHERE relation = next_one;
    END LOOP;
    PERFORM set_config('casework.erasing', '', true);
END $$;
REVOKE ALL ON FUNCTION casework_case_gather(uuid) FROM PUBLIC;
"""
UNERASING = """
DROP FUNCTION casework_case_erase(uuid);
DROP FUNCTION casework_case_gather(uuid);
DROP TRIGGER erasureproposal_ends_once ON casework_erasureproposal;
DROP TRIGGER legalhold_ends_once ON casework_legalhold;
DROP TRIGGER erased_case_append_only ON casework_erasedcase;
DROP TRIGGER erased_case_written ON casework_erasedcase;
DROP FUNCTION casework_erased_written();
DROP FUNCTION casework_is_erasing(oid);
"""
KEEPERS = (append_only, decided_once, ends_once)


class Migration(migrations.Migration):
    dependencies = [("casework", '0042_retention')]
    operations = [
        migrations.RunSQL(ERASING, UNERASING),
        migrations.RunSQL(
            "".join(keeper(LET_GO) for keeper in KEEPERS), "".join(keeper("") for keeper in KEEPERS)
        ),
        watched("casework_caseretention", "case_file_id"),
        watched("casework_legalhold", "case_file_id"),
        watched("casework_erasureproposal", "case_file_id"),
        watched("casework_erasedcase", "id"),
    ]
