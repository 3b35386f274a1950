using Azure.Core;
using Azure.Core.Pipeline;

namespace OpsAutomation.Integrations.Arm.Budget;

/// <summary>Lets a read of a subscription go only within its budget. Changes are never held back here: the guardrails count those.</summary>
internal sealed class ReadBudgetPolicy(ReadBudget budget) : HttpPipelineSynchronousPolicy
{
    private const string Prefix = "/subscriptions/";

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var path = message.Request.Uri.Path ?? string.Empty;
        if (message.Request.Method == RequestMethod.Get && path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && budget.Take(path[Prefix.Length..].Split('/')[0]) is { } wait)
        {
            throw new ReadBudgetSpentException(wait);
        }
    }
}
