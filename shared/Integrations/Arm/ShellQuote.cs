using System.Buffers;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Quotes values of commands that a person pastes into a POSIX shell.</summary>
public static class ShellQuote
{
    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/=:,@");

    /// <summary>The value as one word: as it is where that is safe, else in single quotes.</summary>
    public static string Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length > 0 && value[0] != '-' && !value.AsSpan().ContainsAnyExcept(Safe)
            ? value
            : "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
