using System.Globalization;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.Approving;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads the parts of a step.</summary>
internal static class StepParts
{
    private const int MaxPercent = 100;

    internal static ForEach ForEach(YamlMap map)
    {
        var loop = new ForEach(
            map.RequiredString("in"),
            map.String("as") ?? "item",
            map.Int("concurrency", 1, 50) ?? 1,
            map.Has("maxErrors") ? Share(map, "maxErrors", min: 0) : new Share(0, IsPercent: false));
        map.Done();
        return loop;
    }

    internal static Canary Canary(YamlMap map)
    {
        if (!map.Has("first"))
        {
            map.Error("OPS1004", "first", "'canary.first' is required.");
        }

        var canary = new Canary(
            map.Has("first") ? Share(map, "first", min: 1) : new Share(1, IsPercent: false),
            Bounds.Duration(map, "bake", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)));
        map.Done();
        return canary;
    }

    internal static StepRetry Retry(YamlMap map)
    {
        if (!map.Has("attempts"))
        {
            map.Error("OPS1004", "attempts", "'retry.attempts' is required.");
        }

        var retry = new StepRetry(map.Int("attempts", 2, 10) ?? 1, Bounds.Duration(map, "backoff", TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)));
        map.Done();
        return retry;
    }

    internal static IReadOnlyList<StepOutput> Outputs(YamlMap step)
    {
        var outputs = new List<StepOutput>();
        if (step.Map("outputs") is { } map)
        {
            foreach (var name in map.Keys)
            {
                if (!PlaybookNames.IsVariable(name))
                {
                    map.Error("OPS1150", name, $"'{name}' is no name for an output: letters, digits and '_', beginning with a letter, at most 40.");
                }

                outputs.Add(new(name, map.RequiredString(name)));
            }
        }

        return outputs;
    }

    internal static StepApproval Approval(YamlMap map)
    {
        var approvers = map.Strings("approvers");
        if (map.Has("approvers") && approvers.Count == 0)
        {
            map.Error("OPS1114", "approvers", "'approvers' must name at least one person or role; leave it out for those of approvals.yaml.");
        }

        var deadline = map.Has("deadline") ? Bounds.Duration(map, "deadline", TimeSpan.FromMinutes(1), ApprovalPolicyReader.LongestDeadline) : TimeSpan.Zero;
        TimeSpan? known = deadline > TimeSpan.Zero ? deadline : null;
        var approval = new StepApproval(approvers, deadline, map.Int("quorum", 1, 10) ?? 1)
        {
            RemindBefore = ApprovalPolicyReader.RemindBefore(map, known),
            Escalation = ApprovalPolicyReader.Escalation(map, known),
            OnTimeout = ApprovalPolicyReader.OnTimeout(map),
        };
        map.Done();
        return approval;
    }

    internal static StepVerify Verify(YamlMap step)
    {
        if (PlaybookReader.Section(step, "verify") is not { } map)
        {
            return new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        }

        var verify = new StepVerify(
            Bounds.Duration(map, "after", TimeSpan.FromSeconds(10), TimeSpan.FromHours(6)),
            Bounds.Duration(map, "every", TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            Bounds.Duration(map, "within", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)))
        {
            On = map.Enum<VerifyOn>("on") ?? VerifyOn.Signal,
            For = map.Has("for") ? Bounds.Duration(map, "for", TimeSpan.FromSeconds(10), TimeSpan.FromHours(6)) : TimeSpan.Zero,
        };
        if (verify.Within > TimeSpan.Zero && (verify.After >= verify.Within || verify.Every > verify.Within))
        {
            map.Error("OPS1112", "within", "'verify' leaves no time to look: 'after' must be below 'within', and 'every' not above it.");
        }

        if (verify.For > TimeSpan.Zero && verify.Every > verify.For)
        {
            map.Error("OPS1112", "for", "'verify.for' must not be below 'every': nobody would look while it lasts.");
        }

        map.Done();
        return verify;
    }

    private static Share Share(YamlMap map, string key, int min)
    {
        var text = map.String(key) ?? string.Empty;
        var percent = text.EndsWith('%');
        if (int.TryParse(percent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= (percent ? MaxPercent : Evaluating.StepEvaluator.MaxItems))
        {
            return new(value, percent);
        }

        map.Error("OPS1146", key, $"'{key}' must be a number from {min} to {Evaluating.StepEvaluator.MaxItems}, or a percentage from {min}% to {MaxPercent}%, not '{text}'.");
        return new(min, IsPercent: false);
    }
}
