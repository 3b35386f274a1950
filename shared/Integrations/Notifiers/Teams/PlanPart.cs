using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>What would be done: before and after, risk, cost, how to undo it, and how to do it by hand.</summary>
internal static class PlanPart
{
    /// <summary>The paragraphs and the table in order.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="risk">Its risk, or null when unknown.</param>
    /// <param name="budget">How much of it is shown.</param>
    /// <param name="named">Whether the headline says already what the plan is.</param>
    public static IEnumerable<JsonObject> Lines(ActionPlan plan, Risk? risk, CardBudget budget, bool named)
    {
        string Plain(string text) => CardText.Plain(text, budget.Text);
        if (!named)
        {
            yield return CardText.Fact("Plan", Plain(plan.Summary));
        }

        if (budget.Rows > 0 && plan.After.Count > 0)
        {
            yield return Table(plan, budget);
        }

        foreach (var (label, text) in NoticeFacts.OfPlan(plan, risk))
        {
            yield return CardText.Fact(label, Plain(text));
        }

        foreach (var line in Commands("By hand", plan.ByHand, budget).Concat(Commands("Undo by hand", plan.UndoByHand, budget)))
        {
            yield return line;
        }
    }

    private static IEnumerable<JsonObject> Commands(string label, string? commands, CardBudget budget)
    {
        var lines = NoticeFacts.Commands(commands);

        // Half a command is dangerous: a line is shown whole or not at all, and so is the list.
        if (lines.Length == 0 || lines.Length > budget.CommandLines || lines.Any(l => l.Length > budget.Text))
        {
            yield break;
        }

        yield return CardText.Line(CardText.Run(label + ":", bold: true));
        foreach (var line in lines)
        {
            yield return CardText.Line(CardText.Run(CardText.Plain(line, budget.Text), mono: true));
        }
    }

    private static JsonObject Table(ActionPlan plan, CardBudget budget)
    {
        var rows = new JsonArray(Row("", "Before", "After", bold: true));
        foreach (var (field, before, after) in NoticeFacts.Changes(plan).Take(budget.Rows))
        {
            rows.Add(Row(CardText.Plain(field, budget.Text), CardText.Plain(before, budget.Text), CardText.Plain(after, budget.Text), bold: false));
        }

        return new JsonObject
        {
            ["type"] = "Table",
            ["firstRowAsHeader"] = true,
            ["columns"] = new JsonArray(Column(), Column(), Column()),
            ["rows"] = rows,
        };
    }

    private static JsonObject Column() => new() { ["width"] = 1 };

    private static JsonObject Row(string first, string second, string third, bool bold) => new()
    {
        ["type"] = "TableRow",
        ["cells"] = new JsonArray(Cell(first, true), Cell(second, bold), Cell(third, bold)),
    };

    private static JsonObject Cell(string text, bool bold) => new()
    {
        ["type"] = "TableCell",
        ["items"] = new JsonArray(CardText.Line(CardText.Run(text.Length == 0 ? " " : text, bold))),
    };
}
