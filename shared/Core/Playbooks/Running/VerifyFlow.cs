using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// What follows an operation that is over: looking whether it helped, on the signal or on the target, for as long as it must
/// stay healthy; and handing its expiry on. Unknown is never taken for success.
/// </summary>
internal static class VerifyFlow
{
    internal static Progress AfterExecution(RunNode node, StepRun run, DateTimeOffset now)
    {
        var operation = run.Operation!;
        if (operation.State == OperationState.Failed)
        {
            return Progress.Failed($"Step {node.Id} failed on Azure: {operation.LastReason}");
        }

        if (node.Step.Verify is { } verify && Verify(node, verify, run, operation.FinishedAt, now) is { } progress)
        {
            return progress;
        }

        return node.Step.Ttl is not null && !run.TtlSet ? Progress.Busy(Commands.SetTtl(node.Id)) : Progress.Done;
    }

    // Null when it was healthy for as long as it must.
    private static Progress? Verify(RunNode node, StepVerify verify, StepRun run, DateTimeOffset finishedAt, DateTimeOffset now)
    {
        var soak = verify.For > node.Bake ? verify.For : node.Bake;
        var last = run.LastVerify;
        if (last is { State: SignalState.Healthy } && last.At - run.HealthySince >= soak)
        {
            return null;
        }

        var limit = RunLimits.After(finishedAt, verify.Within);
        if (last is { State: not SignalState.Healthy } && last.At >= limit)
        {
            // Unknown is a person's decision, at verify too: nothing is taken back on a guess.
            return last.State == SignalState.Unknown
                ? Progress.Busy(Commands.Escalate($"Whether step {node.Id} helped cannot be told: {last.Reason}", node.Id))
                : Progress.Failed($"Step {node.Id} was done and did not help: {last.Reason}");
        }

        var due = last is null
            ? RunLimits.After(finishedAt, verify.After)
            : RunLimits.After(last.At, verify.Every < RunLimits.MinWait ? RunLimits.MinWait : verify.Every);
        var end = last is { State: SignalState.Healthy } ? RunLimits.After(run.HealthySince, soak) : limit;
        due = due > end ? end : due;
        return Progress.Busy(
            now < due ? Commands.Wait(due, "verify", node.Id)
            : verify.On == VerifyOn.Target ? Commands.VerifyTarget(run)
            : Commands.ReadVerify(run));
    }
}
