using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Runtime.Functions.Context;

/// <summary>The W3C trace context of a run: the activity in force, or one of its own derived from the run's id.</summary>
internal sealed class EmbeddedTraceContext : TraceContext
{
    private EmbeddedTraceContext(string parent, string state)
    {
        TraceParent = parent;
        TraceState = state;
    }

    public override string TraceParent { get; }

    public override string TraceState { get; }

    internal static EmbeddedTraceContext Current(string invocationId)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity)
        {
            return new EmbeddedTraceContext(id, activity.TraceStateString ?? "");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(invocationId)));
        return new EmbeddedTraceContext($"00-{hash[..32]}-{hash[32..48]}-00", "");
    }
}
