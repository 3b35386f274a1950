namespace OpsAutomation.Cli.Verbs;

/// <summary>Text from alerts on a terminal: data, so control characters (colours, cursor moves, line feeds) are made visible.</summary>
internal static class Terminal
{
    /// <summary>A time as people read it: UTC, to the second.</summary>
    public static string Time(System.Text.Json.JsonElement at) =>
        at.GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Replaces every control and format character by a visible one.</summary>
    public static string Safe(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '\u00b7' : c));
}
