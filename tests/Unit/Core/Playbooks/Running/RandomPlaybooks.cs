using System.Text.Json.Nodes;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>Playbooks of chance: every kind of step in every other. With no choices left: one step that acts alone.</summary>
internal sealed class RandomPlaybooks(Choices choices)
{
    private const int MaxDepth = 2;
    private readonly List<Playbook> _library = [];
    private int _next;

    internal PinnedPlaybook Next()
    {
        var autonomy = choices.Pick(4) switch { 1 => Autonomy.Approve, 2 when choices.OneIn(3) => Autonomy.Shadow, _ => Autonomy.Auto };
        var risk = autonomy == Autonomy.Auto ? Risk.Low : Risk.Medium;
        var playbook = Samples.Playbook(autonomy, risk, [.. Steps(autonomy, 1 + choices.Pick(3), 0)]).Playbook;
        return PlaybookHash.Pin(playbook, _library);
    }

    private IEnumerable<Step> Steps(Autonomy autonomy, int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Step(autonomy, depth);
        }
    }

    private Step Step(Autonomy autonomy, int depth)
    {
        var id = $"step-{++_next}";
        var kind = choices.Pick(depth < MaxDepth ? 9 : 4);
        var step = kind switch
        {
            2 => BuiltIn(id),
            5 => new Step { Id = id, Steps = [.. Steps(autonomy, 1 + choices.Pick(2), depth + 1)] },
            6 => new Step { Id = id, Parallel = [Branch(autonomy, depth), Branch(autonomy, depth)] },
            7 => Call(id, autonomy, depth),
            _ => Action(id, autonomy),
        };
        step = step with { When = choices.OneIn(6) ? "true" : null };
        if (kind is not 2 && choices.OneIn(3))
        {
            step = step with
            {
                ForEach = new ForEach("incident.resources", "item", 1 + choices.Pick(3), new Share(choices.Pick(3) * 25, choices.OneIn(2))),
                Canary = choices.OneIn(3) ? new Canary(new Share(1, false), TimeSpan.FromMinutes(10)) : null,
            };
        }

        return kind is 0 or 1 ? step : step with { OnFailure = choices.Pick(6) switch { 1 => OnFailure.Continue, 2 => OnFailure.Stop, 3 => OnFailure.Undo, 4 => OnFailure.Escalate, _ => step.OnFailure } };
    }

    private Step Action(string id, Autonomy autonomy) => Samples.Step(
        id,
        autonomy != Autonomy.Auto || choices.OneIn(3) ? Samples.Approval(1 + choices.Pick(2)) : null,
        choices.OneIn(2) ? TimeSpan.FromHours(2) : null,
        choices.OneIn(3) ? OnFailure.Escalate : OnFailure.Undo) with
    {
        Retry = choices.OneIn(3) ? new StepRetry(2 + choices.Pick(2), TimeSpan.FromSeconds(30)) : null,
        Outputs = choices.OneIn(4) ? [new StepOutput("count", "result.after['capacity']")] : [],
        Verify = new StepVerify(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15))
        {
            On = choices.OneIn(3) ? VerifyOn.Target : VerifyOn.Signal,
            For = choices.OneIn(3) ? TimeSpan.FromMinutes(5) : TimeSpan.Zero,
        },
    };

    private Step BuiltIn(string id) => choices.Pick(5) switch
    {
        1 => new Step { Id = id, Action = "wait", With = new JsonObject { ["for"] = "10m" }, ChangesNothing = true },
        2 => new Step { Id = id, Action = "assert", With = new JsonObject { ["that"] = "true" }, ChangesNothing = true },
        3 => new Step { Id = id, Action = "assert", With = new JsonObject { ["signal"] = "healthy" }, ChangesNothing = true },
        4 => new Step { Id = id, Action = "snapshot", ChangesNothing = true },
        _ => new Step { Id = id, Action = "notify", With = new JsonObject { ["message"] = "hello" }, ChangesNothing = true },
    };

    private Branch Branch(Autonomy autonomy, int depth) => new($"branch-{++_next}", [.. Steps(autonomy, 1 + choices.Pick(2), depth + 1)]);

    private Step Call(string id, Autonomy autonomy, int depth)
    {
        var called = Samples.Playbook(autonomy, Risk.Low, [.. Steps(autonomy, 1 + choices.Pick(2), depth + 1)]).Playbook with
        {
            Name = $"called-{++_next}",
            Outputs = choices.OneIn(2) ? [new StepOutput("done", "true")] : [],
        };
        _library.Add(called);
        return new Step { Id = id, Calls = choices.OneIn(30) ? "nobody" : called.Name };
    }
}
