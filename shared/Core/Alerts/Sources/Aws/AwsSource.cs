using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// Amazon Web Services, in the envelopes that it uses: EventBridge events, SNS over HTTPS or through Lambda, CloudWatch's own
/// alarm messages and Lambda action, CloudTrail records. <c>docs/sources/aws.md</c> says what becomes what.
/// </summary>
public sealed class AwsSource : IAlertSource
{
    private static readonly IAwsKind[] Kinds =
    [
        new CloudWatchKind(), new GuardDutyKind(), new SecurityHubKind(), new HealthKind(), new CostAnomalyKind(), new CloudTrailKind(), new BudgetKind(),
    ];

    /// <inheritdoc />
    public string Name => "aws";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) => AwsSplit.FormOf(JsonFields.Flawless(body)) != AwsForm.None;

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => AlertSplit.Split(Name, body, message => AwsSplit.One(Name, message));

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        var message = AwsMessage.Of(item);
        if (Array.Find(Kinds, k => k.Fits(message)) is not { } kind)
        {
            return NormaliseResult.Dead(Unknown(message));
        }

        return kind.Read(message, context, out var problem) is { } draft ? draft.Complete(Name, context) : NormaliseResult.Dead(problem!);
    }

    private static DeadLetter Unknown(AwsMessage message)
    {
        if (message.DetailType is { } type)
        {
            return new DeadLetter(
                "detail-type", $"Events of type '{type}' are not alerts that we know.", NearestName.Of(type, Kinds.SelectMany(k => k.DetailTypes)));
        }

        return message.Sns is null
            ? new DeadLetter("body", "It is none of the messages of AWS that we know.")
            : new DeadLetter("Message", "The message is none that we know: no CloudWatch alarm, no event, no budget, no cost anomaly.");
    }
}
