"""The record of who did, saw and took what: a chain a stream, made and kept by the database."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = r"""
CREATE FUNCTION casework_audit_stream(person bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT lpad(to_hex(COALESCE(person, 0)), 32, '0')::uuid $$;

-- What an entry says, whole and in one order; the verifier hashes the same text (casework/audit/verify.py).
CREATE FUNCTION casework_audit_chain() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head casework_audithead;
BEGIN
    SELECT * INTO head FROM casework_audithead WHERE stream = NEW.stream FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO casework_audithead (stream, number, hash) VALUES (NEW.stream, 0, '') ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM casework_audithead WHERE stream = NEW.stream FOR NO KEY UPDATE;
    END IF;
    NEW.at := clock_timestamp();
    NEW.number := head.number + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := sha256(head.hash || convert_to(jsonb_build_array(
        NEW.stream, NEW.number, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), NEW.person,
        NEW.organisation, NEW.role, NEW.case_file, NEW.operation, NEW.what, NEW.subject, NEW.outcome, NEW.details
    )::text, 'UTF8'));
    UPDATE casework_audithead SET number = NEW.number, hash = NEW.hash WHERE stream = NEW.stream;
    RETURN NEW;
END $$;

-- A row of a watched table was made, changed or removed: its key and the names of its columns, no value.
CREATE FUNCTION casework_audit_alteration() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was jsonb;
    now_is jsonb;
    columns jsonb;
    of_case uuid;
    of_person bigint;
    key text;
    who text[] := string_to_array(current_setting('casework.who', true), '|');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := to_jsonb(OLD);
        now_is := to_jsonb(NEW);
        SELECT jsonb_agg(each.key ORDER BY each.key) INTO columns
            FROM jsonb_each(now_is) AS each WHERE each.value IS DISTINCT FROM was -> each.key;
        IF columns IS NULL THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        now_is := to_jsonb(NEW);
    ELSE
        now_is := to_jsonb(OLD);
    END IF;
    key := now_is ->> TG_ARGV[1];
    IF TG_ARGV[0] = 'person' THEN
        of_person := key::bigint;
    ELSIF TG_ARGV[2] = '' THEN
        of_case := key::uuid;
    ELSE
        EXECUTE TG_ARGV[2] INTO of_case USING key;
    END IF;
    INSERT INTO casework_auditentry
        (stream, person, organisation, role, case_file, operation, what, subject, outcome, details)
    VALUES (
        COALESCE(of_case, casework_audit_stream(of_person)),
        NULLIF(who[1], '')::bigint, NULLIF(who[2], '')::bigint, COALESCE(who[3], ''), of_case,
        CASE TG_OP WHEN 'INSERT' THEN 'collection' WHEN 'UPDATE' THEN 'alteration' ELSE 'erasure' END,
        TG_TABLE_NAME, COALESCE(now_is ->> 'id', key), 'done',
        jsonb_strip_nulls(jsonb_build_object('by', COALESCE(who[4], 'database'), 'columns', columns))
    );
    RETURN NULL;
END $$;

CREATE TRIGGER audit_chain BEFORE INSERT ON casework_auditentry
    FOR EACH ROW EXECUTE FUNCTION casework_audit_chain();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON casework_auditentry
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON casework_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER audit_heads_kept BEFORE DELETE ON casework_audithead
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER audit_heads_not_emptied BEFORE TRUNCATE ON casework_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER audit_reason_append_only BEFORE UPDATE OR DELETE ON casework_auditreason
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
"""
BACKWARD = r"""
DROP TRIGGER audit_reason_append_only ON casework_auditreason;
DROP TRIGGER audit_heads_not_emptied ON casework_audithead;
DROP TRIGGER audit_heads_kept ON casework_audithead;
DROP TRIGGER audit_not_emptied ON casework_auditentry;
DROP TRIGGER audit_append_only ON casework_auditentry;
DROP TRIGGER audit_chain ON casework_auditentry;
DROP FUNCTION casework_audit_alteration();
DROP FUNCTION casework_audit_chain();
DROP FUNCTION casework_audit_stream(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0036_kept_from_cases'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('stream', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
                ('hash', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.UUIDField(help_text='Of which chain: the key of the case that was written in, else that of the person')),
                ('number', models.BigIntegerField(help_text='In the stream, from 1 without gaps')),
                ('at', models.DateTimeField(help_text="By the database's clock, which does not go back in a stream")),
                ('person', models.BigIntegerField(help_text='Who; nobody for what the service does by itself', null=True)),
                ('organisation', models.BigIntegerField(null=True)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('case_file', models.UUIDField(null=True)),
                ('operation', models.CharField(choices=[('collection', 'Collection'), ('alteration', 'Alteration'), ('consultation', 'Consultation'), ('disclosure', 'Disclosure'), ('combination', 'Combination'), ('erasure', 'Erasure'), ('sign_in', 'Sign-in'), ('sign_in_failed', 'Failed sign-in'), ('sign_out', 'Sign-out'), ('refused', 'Refusal'), ('search', 'Search'), ('export', 'Export'), ('print', 'Print')], max_length=20)),
                ('what', models.CharField(help_text='The address by its name, or the table', max_length=100)),
                ('subject', models.CharField(blank=True, help_text='The key of what it was done to', max_length=64)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('details', models.JSONField(default=dict, help_text='Keys, names of columns and counts; never values')),
                ('previous_hash', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(fields=['case_file', '-at'], name='audit_of_case'), models.Index(fields=['person', '-at'], name='audit_of_person')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'number'), name='audit_number_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('auditor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.casefile')),
            ],
            options={
                'indexes': [models.Index(fields=['auditor', '-at'], name='audit_reason_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('case_file__isnull', True), _connector='XOR'), name='audit_reason_of_one')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
