namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>How a recorded call bears on security.</summary>
/// <param name="Severity">The severity of its alert.</param>
/// <param name="IsSecurity">Whether it is more than activity.</param>
/// <param name="Reason">Why, in a few words.</param>
internal sealed record TrailRisk(Severity Severity, bool IsSecurity, string Reason)
{
    private static readonly TrailRisk Activity = new(Severity.Sev4, false, "activity");

    // After the CIS AWS Foundations Benchmark, section 4 (what to monitor), and the tactics "defense evasion" and "persistence".
    private static readonly Dictionary<string, TrailRisk> Calls = new(StringComparer.Ordinal)
    {
        ["StopLogging"] = Blinds("the audit trail is stopped"),
        ["DeleteTrail"] = Blinds("the audit trail is deleted"),
        ["UpdateTrail"] = Weakens("the audit trail is changed"),
        ["PutEventSelectors"] = Weakens("what the audit trail records is changed"),
        ["DeleteDetector"] = Blinds("threat detection is deleted"),
        ["DisassociateFromMasterAccount"] = Blinds("threat detection leaves its administrator"),
        ["DisableSecurityHub"] = Blinds("Security Hub is turned off"),
        ["StopConfigurationRecorder"] = Blinds("configuration recording is stopped"),
        ["DeleteConfigurationRecorder"] = Blinds("configuration recording is deleted"),
        ["DeleteFlowLogs"] = Blinds("flow logs are deleted"),
        ["DisableKey"] = Blinds("a key is disabled"),
        ["ScheduleKeyDeletion"] = Blinds("a key is to be deleted"),
        ["DeactivateMFADevice"] = Blinds("a second factor is removed"),
        ["DeleteVirtualMFADevice"] = Blinds("a second factor is deleted"),
        ["CreateAccessKey"] = Weakens("a long-lived key is made"),
        ["CreateLoginProfile"] = Weakens("a console password is made"),
        ["UpdateLoginProfile"] = Weakens("a console password is changed"),
        ["CreateUser"] = Weakens("a user is made"),
        ["AttachUserPolicy"] = Weakens("rights are given to a user"),
        ["AttachGroupPolicy"] = Weakens("rights are given to a group"),
        ["AttachRolePolicy"] = Weakens("rights are given to a role"),
        ["PutUserPolicy"] = Weakens("rights are given to a user"),
        ["PutGroupPolicy"] = Weakens("rights are given to a group"),
        ["PutRolePolicy"] = Weakens("rights are given to a role"),
        ["CreatePolicyVersion"] = Weakens("a policy is changed"),
        ["SetDefaultPolicyVersion"] = Weakens("a policy is changed"),
        ["UpdateAssumeRolePolicy"] = Weakens("who may take a role is changed"),
        ["PutBucketPolicy"] = Weakens("who may read a bucket is changed"),
        ["PutBucketAcl"] = Weakens("who may read a bucket is changed"),
        ["DeleteBucketPolicy"] = Weakens("the policy of a bucket is deleted"),
        ["DeletePublicAccessBlock"] = Blinds("the block on public access is removed"),
        ["DeleteAccountPublicAccessBlock"] = Blinds("the block on public access is removed"),
        ["AuthorizeSecurityGroupIngress"] = Weakens("a port is opened"),
        ["CreateNetworkAclEntry"] = Weakens("a network rule is made"),
        ["PutKeyPolicy"] = Weakens("who may use a key is changed"),
        ["ModifySnapshotAttribute"] = Weakens("who may copy a snapshot is changed"),
        ["ModifyImageAttribute"] = Weakens("who may use an image is changed"),
    };

    /// <summary>Judges a call.</summary>
    /// <param name="name">Name of the call.</param>
    /// <param name="record">The record.</param>
    /// <param name="identity">Who called.</param>
    /// <param name="error">Code of the refusal, or null when the call was done.</param>
    public static TrailRisk Of(string name, JsonFields record, JsonFields identity, string? error)
    {
        var root = identity.Text("type", 32) is "Root" && identity.Text("invokedBy", 128) is null;
        if (name == "ConsoleLogin")
        {
            var failed = error is not null || record.Object("responseElements").Text("ConsoleLogin", 32) is "Failure";
            return failed ? new(Severity.Sev3, true, "a sign-in to the console failed")
                : root ? new(Severity.Sev1, true, "the root user signed in to the console")
                : record.Object("additionalEventData").Text("MFAUsed", 8) is "No" ? new(Severity.Sev3, true, "a sign-in to the console without a second factor")
                : Activity;
        }

        if (Calls.TryGetValue(name, out var risk))
        {
            // An attempt changed nothing, but somebody tried.
            return error is null ? risk : risk with { Severity = risk.Severity + 1, Reason = $"attempted: {risk.Reason}" };
        }

        var reads = string.Equals(record.Text("readOnly", 8), "true", StringComparison.OrdinalIgnoreCase);
        return root && !reads ? new(Severity.Sev2, true, "the root user changed something") : Activity;
    }

    private static TrailRisk Blinds(string reason) => new(Severity.Sev1, true, reason);

    private static TrailRisk Weakens(string reason) => new(Severity.Sev2, true, reason);
}
