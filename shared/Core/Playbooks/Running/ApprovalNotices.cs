namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What people are told about a request for approval, and the keys under which the journal knows that they were.</summary>
public static class ApprovalNotices
{
    private const string Prefix = "notify:";
    private const string Question = "approval-needed:";
    private const string Remind = "approval-reminder:";
    private const string Next = "approval-level:";
    private const string Broken = "approval-break-glass:";

    /// <summary>The question itself.</summary>
    public static string Asked(string approvalId) => $"{Question}{approvalId}";

    /// <summary>The reminder to those who have not answered.</summary>
    public static string Reminder(string approvalId) => $"{Remind}{approvalId}";

    /// <summary>Further people may decide, too; the first level that is added is 1.</summary>
    public static string Level(string approvalId, int level) => $"{Next}{approvalId}:{level}";

    /// <summary>So many people broke the glass.</summary>
    public static string BreakGlass(string approvalId, int people) => $"{Broken}{approvalId}:{people}";

    /// <summary>The key of the journal entry that says that people were told.</summary>
    public static string Key(string about) => $"{Prefix}{about}";

    /// <summary>Whether a key is that of a reminder.</summary>
    public static bool IsReminder(string key) => Starts(key, Remind);

    /// <summary>Whether a key is that of a broken glass.</summary>
    public static bool IsBreakGlass(string key) => Starts(key, Broken);

    /// <summary>The level that a key tells of, from 1; null for any other key.</summary>
    public static int? LevelOf(string key) =>
        Starts(key, Next) && int.TryParse(key.AsSpan(key.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture, out var level) ? level : null;

    /// <summary>Whether a command puts a question to people for the first time.</summary>
    internal static bool IsQuestion(Command command) => command.Kind == CommandKind.Notify && Starts(command.Key, Question);

    private static bool Starts(string key, string about) => key.StartsWith($"{Prefix}{about}", StringComparison.Ordinal);
}
