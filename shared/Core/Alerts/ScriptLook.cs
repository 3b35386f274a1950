using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Alerts;

/// <summary>
/// Finds letters in a name that look like others: a Cyrillic а in a Latin name reads as the name of another resource. Names of
/// Azure are Latin letters almost always, so letters of the scripts that imitate them are named with their code points.
/// </summary>
public static class ScriptLook
{
    private const int MostNamed = 6;

    // Blocks of The Unicode Standard whose letters Unicode's list of confusables (UTS 39) maps to Latin ones.
    private static readonly (int First, int Last, string Name)[] Imitating =
    [
        (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"), (0x13A0, 0x13FF, "Cherokee"), (0x1C80, 0x1C8F, "Cyrillic"),
        (0x1D00, 0x1DBF, "phonetic"), (0x1F00, 0x1FFF, "Greek"), (0x2100, 0x214F, "letterlike"), (0x2C60, 0x2C7F, "Latin look-alike"), (0x2DE0, 0x2DFF, "Cyrillic"),
        (0xA4D0, 0xA4FF, "Lisu"), (0xA640, 0xA69F, "Cyrillic"), (0xAB30, 0xABBF, "Cherokee"), (0xFF00, 0xFFEF, "fullwidth"), (0x1D400, 0x1D7FF, "mathematical"),
    ];

    /// <summary>What looks like something else in a name, in a sentence; null where nothing does.</summary>
    public static string? Warning(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var found = new List<(Rune Rune, string Script)>();
        foreach (var rune in name.EnumerateRunes().Distinct())
        {
            if (Rune.IsLetterOrDigit(rune) && Array.Find(Imitating, b => rune.Value >= b.First && rune.Value <= b.Last) is { Name: { } script })
            {
                found.Add((rune, script));
            }
        }

        if (found.Count == 0)
        {
            return null;
        }

        var scripts = string.Join(" and ", found.Select(f => f.Script).Distinct(StringComparer.Ordinal));
        var letters = string.Join(", ", found.Take(MostNamed).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Rune} is U+{f.Rune.Value:X4}")));
        var mixed = name.Any(char.IsAsciiLetter) ? $"mixes Latin with {scripts} letters" : $"is written in {scripts} letters";
        return $"Look twice: this name {mixed} that look like others ({letters}{(found.Count > MostNamed ? ", …" : string.Empty)}).";
    }
}
