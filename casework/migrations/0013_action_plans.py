"""Action plans on which both sides write: every answer, verdict, request and message is a row of its own.

Answers that are there are taken over, with who gave them as the events say. A further plan after a Full Code
submission is issued only when somebody other than its drafter has reviewed it.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

TAKE_OVER = """
INSERT INTO casework_actionplanitem_suspects (actionplanitem_id, suspect_id)
    SELECT item.id, decision.suspect_id FROM casework_actionplanitem item
        JOIN casework_actionplan plan ON plan.id = item.plan_id
        JOIN casework_chargingdecision decision ON decision.id = plan.decision_id;
INSERT INTO casework_itemanswer
        (item_id, round, answer, text, outstanding, outstanding_by, by_id, on_behalf_of_id, at)
    SELECT item.id, item.round - (item.position = 'answer')::int, item.answer, item.answer_detail,
        CASE item.answer WHEN 'partly' THEN item.answer_detail ELSE '' END,
        CASE item.answer WHEN 'partly' THEN item.due_on END,
        answered.actor_id, answered.on_behalf_of_id, answered.at
    FROM casework_actionplanitem item JOIN LATERAL (
        SELECT * FROM casework_event WHERE subject = item.id AND verb = 'answered' ORDER BY id DESC LIMIT 1
    ) answered ON true WHERE item.answer <> '' AND item.answer_detail <> '';
INSERT INTO casework_itemverdict (item_id, round, verdict, reason, by_id, on_behalf_of_id, at)
    SELECT answer.item_id, answer.round, substring(judged.verb from 8), judged.reason,
        judged.actor_id, judged.on_behalf_of_id, judged.at
    FROM casework_itemanswer answer JOIN casework_event judged ON judged.subject = answer.item_id
        AND judged.verb IN ('answer_accepted', 'answer_returned') AND judged.at > answer.at
    WHERE judged.verb = 'answer_accepted' OR judged.reason <> '';
SET CONSTRAINTS ALL IMMEDIATE;
"""
KEEP = """
CREATE FUNCTION casework_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The first argument is the column of the decision; all of them are empty until it is made.
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) ->> TG_ARGV[0] <> ''
        OR to_jsonb(OLD) - TG_ARGV::text[] <> to_jsonb(NEW) - TG_ARGV::text[] THEN
        RAISE EXCEPTION 'a row of % is decided once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION casework_further_plan_reviewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number > 1 AND (NEW.reviewed_by_id IS NULL OR NEW.reviewed_by_id = NEW.issued_by_id)
        AND EXISTS (SELECT 1 FROM casework_filesubmission
            WHERE case_file_id = NEW.case_file_id AND code_test = 'full_code') THEN
        RAISE EXCEPTION 'a further action plan is reviewed by another before it is issued'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER item_answer_append_only BEFORE UPDATE OR DELETE ON casework_itemanswer
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER item_verdict_append_only BEFORE UPDATE OR DELETE ON casework_itemverdict
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER item_message_append_only BEFORE UPDATE OR DELETE ON casework_itemmessage
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER proposed_item_append_only BEFORE UPDATE OR DELETE ON casework_proposeditem
    FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER extension_decided_once BEFORE UPDATE OR DELETE ON casework_extensionrequest
    FOR EACH ROW EXECUTE FUNCTION casework_decided_once('decision', 'decided_due_on', 'decision_reason',
        'decided_by_id', 'decided_for_id', 'decided_at');
CREATE TRIGGER plan_proposal_decided_once BEFORE UPDATE OR DELETE ON casework_planproposal
    FOR EACH ROW EXECUTE FUNCTION casework_decided_once('verdict', 'comments', 'reviewed_by_id',
        'reviewed_at', 'plan_id');
CREATE TRIGGER further_plan_reviewed BEFORE INSERT OR UPDATE ON casework_actionplan
    FOR EACH ROW EXECUTE FUNCTION casework_further_plan_reviewed();
"""
FREE = """
DROP TRIGGER further_plan_reviewed ON casework_actionplan;
DROP TRIGGER plan_proposal_decided_once ON casework_planproposal;
DROP TRIGGER extension_decided_once ON casework_extensionrequest;
DROP TRIGGER proposed_item_append_only ON casework_proposeditem;
DROP TRIGGER item_message_append_only ON casework_itemmessage;
DROP TRIGGER item_verdict_append_only ON casework_itemverdict;
DROP TRIGGER item_answer_append_only ON casework_itemanswer;
DROP FUNCTION casework_further_plan_reviewed();
DROP FUNCTION casework_decided_once();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0015_clocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='actionplan',
            name='reviewed_by',
            field=models.ForeignKey(db_index=False, help_text='The District Crown Prosecutor who let a further plan go out', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionplanitem',
            name='line_of_inquiry',
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AddField(
            model_name='actionplanitem',
            name='owner',
            field=models.ForeignKey(db_index=False, help_text='Who answers it for the police; nobody named is the officer in the case', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionplanitem',
            name='suspects',
            field=models.ManyToManyField(related_name='+', to='casework.suspect'),
        ),
        migrations.AlterField(
            model_name='actionplanitem',
            name='position',
            field=models.CharField(choices=[('answer', 'Answer to an action plan item'), ('extension', 'Decision on more time'), ('check', 'Check of an action plan answer'), ('accepted', 'Answer accepted')], default='answer', max_length=20),
        ),
        migrations.AlterField(
            model_name='chargingdecision',
            name='position',
            field=models.CharField(choices=[('review', 'Charging decision'), ('plan_review', 'Review of a further action plan'), ('waiting', 'Answers to the action plan'), ('charged', 'Charged'), ('nfa', 'No further action')], default='review', max_length=20),
        ),
        migrations.CreateModel(
            name='ItemMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('side', models.CharField(choices=[('police', 'Police'), ('cps', 'CPS')], max_length=10)),
                ('text', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='casework.actionplanitem')),
                ('on_behalf_of', models.ForeignKey(db_index=False, help_text='The colleague who was away, where somebody did it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanProposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('proposed_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, choices=[('approved', 'Approved'), ('sent_back', 'Sent back to the prosecutor')], max_length=10)),
                ('comments', models.TextField(blank=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_proposals', to='casework.chargingdecision')),
                ('plan', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='casework.actionplan')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_for', models.ForeignKey(db_index=False, help_text='The colleague who was away, where somebody drafted it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', models.ForeignKey(db_index=False, help_text='Who reviewed it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['proposed_at'],
            },
        ),
        migrations.CreateModel(
            name='ProposedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('what', models.CharField(max_length=250)),
                ('why', models.TextField()),
                ('category', models.CharField(choices=[('documents', 'Documents and forms'), ('footage', 'Footage'), ('statements', 'Statements'), ('forensic', 'Forensic evidence'), ('medical', 'Medical evidence'), ('records', 'Records'), ('exhibits', 'Exhibits'), ('other', 'Other')], max_length=20)),
                ('line_of_inquiry', models.CharField(blank=True, max_length=250)),
                ('due_on', models.DateField()),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='casework.planproposal')),
                ('suspects', models.ManyToManyField(related_name='+', to='casework.suspect')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('old_due_on', models.DateField()),
                ('asked_for', models.DateField()),
                ('reason', models.TextField()),
                ('decision', models.CharField(blank=True, choices=[('granted', 'Granted'), ('shortened', 'Granted for a shorter time'), ('refused', 'Refused'), ('lapsed', 'Answered before it was decided')], max_length=10)),
                ('decided_due_on', models.DateField(help_text='The date that stands since the decision', null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, help_text='Who decided', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_for', models.ForeignKey(db_index=False, help_text='The colleague who was away, where somebody decided for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='casework.actionplanitem')),
                ('on_behalf_of', models.ForeignKey(db_index=False, help_text='The colleague who was away, where somebody did it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('item',), name='extension_open_once_per_item'), models.CheckConstraint(condition=models.Q(('asked_for__gt', models.F('old_due_on'))), name='extension_asks_for_a_later_date'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_due_on__isnull', False)), _connector='OR'), name='extension_decided_with_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['refused', 'shortened']), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='extension_not_granted_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ItemAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('round', models.PositiveSmallIntegerField()),
                ('answer', models.CharField(choices=[('done', 'Done'), ('partly', 'Partly done'), ('cannot', 'Cannot be done')], max_length=10)),
                ('text', models.TextField(help_text='What was done, or the reason why it cannot be')),
                ('outstanding', models.TextField(blank=True)),
                ('outstanding_by', models.DateField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='casework.actionplanitem')),
                ('on_behalf_of', models.ForeignKey(db_index=False, help_text='The colleague who was away, where somebody did it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='item_answer_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'partly'), _negated=True), models.Q(models.Q(('outstanding', ''), _negated=True), ('outstanding_by__isnull', False)), _connector='OR'), name='item_answer_partly_says_the_rest')],
            },
        ),
        migrations.CreateModel(
            name='ItemVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('round', models.PositiveSmallIntegerField()),
                ('verdict', models.CharField(choices=[('accepted', 'Accepted'), ('returned', 'Returned')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('rest_due_on', models.DateField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='casework.actionplanitem')),
                ('on_behalf_of', models.ForeignKey(db_index=False, help_text='The colleague who was away, where somebody did it for them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='item_returned_with_a_reason')],
            },
        ),
        migrations.AddConstraint(
            model_name='planproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_by__isnull', True), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('reviewed_by__isnull', False), models.Q(('reviewed_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='plan_proposal_reviewed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='planproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('plan__isnull', False), ('verdict', 'approved')), models.Q(models.Q(('verdict', 'approved'), _negated=True), ('plan__isnull', True)), _connector='OR'), name='plan_proposal_issued_when_approved'),
        ),
        migrations.AddConstraint(
            model_name='planproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'sent_back'), _negated=True), models.Q(('comments', ''), _negated=True), _connector='OR'), name='plan_proposal_sent_back_with_comments'),
        ),
        migrations.AddConstraint(
            model_name='proposeditem',
            constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='proposed_item_numbered_once'),
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, FREE),
        migrations.RemoveField(
            model_name='actionplanitem',
            name='answer',
        ),
        migrations.RemoveField(
            model_name='actionplanitem',
            name='answer_detail',
        ),
        migrations.RemoveField(
            model_name='actionplanitem',
            name='return_reason',
        ),
    ]
