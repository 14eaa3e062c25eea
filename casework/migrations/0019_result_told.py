"""The letter to the victim on what came of a review."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0018_item_privacy'),
    ]

    operations = [
        migrations.AddField(
            model_name='decisionreview',
            name='told_how',
            field=models.CharField(blank=True, choices=[('letter', 'Letter by post'), ('email', 'Letter by email'), ('in_person', 'Letter handed over in person')], max_length=10),
        ),
        migrations.AddField(
            model_name='decisionreview',
            name='told_on',
            field=models.DateField(help_text='The date of the letter on what came of it', null=True),
        ),
        migrations.AlterField(
            model_name='decisionreview',
            name='position',
            field=models.CharField(choices=[('review', 'Review of the decision for the victim'), ('upheld', 'Letter to the victim on the decision upheld on review'), ('overturned', 'Letter to the victim on the decision overturned on review'), ('upheld_told', 'Decision upheld on review, victim told'), ('overturned_told', 'Decision overturned on review, victim told')], default='review', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='decisionreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position__in', ['upheld_told', 'overturned_told']), _negated=True), ('told_on__isnull', False), _connector='OR'), name='decision_review_told_with_its_date'),
        ),
    ]
