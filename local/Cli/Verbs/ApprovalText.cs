using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary>What waits for people, and what became of an answer, in words.</summary>
internal static class ApprovalText
{
    /// <summary>Shows what waits.</summary>
    public static void Show(JsonElement root, bool raw)
    {
        if (raw)
        {
            Console.WriteLine(root.GetRawText());
            return;
        }

        var waiting = root.GetProperty("approvals").EnumerateArray().ToList();
        if (waiting.Count == 0)
        {
            Console.WriteLine("Nothing waits for anyone.");
        }

        foreach (var one in waiting)
        {
            Console.WriteLine($"{Text(one, "approvalId")}  by {Terminal.Time(one.GetProperty("deadline"))}  {Terminal.Safe(one.GetProperty("plan").GetProperty("summary").GetString()!)}");
            Console.WriteLine($"  {Text(one, "approvals")} of {Text(one, "quorum")} approvals; asks {List(one, "approvers")}. {Text(one, "whenNobodyDecides")}");
        }

        foreach (var group in root.GetProperty("groups").EnumerateArray())
        {
            Console.WriteLine($"As one: ops approve --group {Text(group, "hash")[..12]} --reason TEXT  answers {List(group, "approvals")}");
        }
    }

    /// <summary>Shows what became of an answer.</summary>
    public static void Answer(JsonElement root, bool raw)
    {
        if (raw)
        {
            Console.WriteLine(root.GetRawText());
            return;
        }

        Console.WriteLine(Text(root, "message"));
        foreach (var one in root.TryGetProperty("approvals", out var members) ? members.EnumerateArray().ToList() : [])
        {
            Console.WriteLine($"  {Text(one, "approvalId")}: {Text(one, "message")}");
        }
    }

    private static string List(JsonElement element, string name) => string.Join(", ", element.GetProperty(name).EnumerateArray().Select(e => Terminal.Safe(e.GetString()!)));

    private static string Text(JsonElement element, string name) => Terminal.Safe(element.GetProperty(name).ToString());
}
