using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Says which change of a person's undo comes next, and tells people when it is done. What failed has told of itself.</summary>
public sealed class NextUndo(IncidentJournal journal, NoticeDesk notices)
{
    /// <summary>Looks how far it is.</summary>
    /// <returns>The change to take back, or null when it is over.</returns>
    [Function(nameof(NextUndo))]
    public async Task<TtlOrder?> Run([ActivityTrigger] UndoTurn turn, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var (id, number) = (turn.Order.IncidentId, turn.Order.Number);
        var file = await journal.RequireAsync(id, cancellationToken);
        var asked = file.Entries.First(e => e.Fact is Fact.UndoAsked u && u.Number == number);
        var undo = (Fact.UndoAsked)asked.Fact;

        // One that could not be taken back ends it: those before it were done on top of nothing that is known any more.
        if (file.Facts.OfType<Fact.Expiry>().Any(x => x.Undo == number && x.What is Fact.EscalatedTo) && turn.Left > 0)
        {
            return null;
        }

        if (turn.Left < undo.Steps.Count)
        {
            return new TtlOrder(id, undo.Steps[turn.Left].StepId, asked.At, number);
        }

        var about = $"undo:{number}:done";
        if (file.Entries.All(e => e.Key != $"notify:{about}"))
        {
            var what = string.Join(", ", undo.Steps.Select(s => s.StepId));
            await notices.InformAsync(id, about, $"{undo.By} took back {what}, and the target is as it was before: {undo.Reason}", client, cancellationToken);
        }

        return null;
    }
}
