using OpsAutomation.SimulatedAzure.Arm;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>If-Match and If-None-Match (RFC 9110, section 13).</summary>
internal static class Preconditions
{
    /// <summary>Checks the conditions of a write.</summary>
    /// <exception cref="ArmRefusal">412 PreconditionFailed.</exception>
    public static void Check(ArmCall call, ResourceVersion? current)
    {
        if (call.Request.Header("If-Match") is { Length: > 0 } match && (current is null || (match.Trim() != "*" && !Listed(match, current.ETag))))
        {
            throw new ArmRefusal(412, "PreconditionFailed",
                $"The precondition given in the request header If-Match is not met: the resource's ETag is {current?.ETag ?? "absent"}, the request's is {match}.");
        }

        if (call.Request.Header("If-None-Match") is { Length: > 0 } none && current is not null && (none.Trim() == "*" || Listed(none, current.ETag)))
        {
            throw new ArmRefusal(412, "PreconditionFailed", "The precondition given in the request header If-None-Match is not met: the resource exists.");
        }
    }

    private static bool Listed(string header, string? etag) =>
        etag is not null && header.Split(',').Any(one => one.Trim().Trim('"') == etag.Trim('"'));
}
