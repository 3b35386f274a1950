namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>How a condition compares; the first four are Alertmanager's, the rest are for severities alone.</summary>
public enum MatchOperator
{
    /// <summary><c>=</c>: the same text. A field that the alert lacks is the empty text.</summary>
    Equal,

    /// <summary><c>!=</c>: another text.</summary>
    NotEqual,

    /// <summary><c>=~</c>: the whole text fits the regular expression.</summary>
    Fits,

    /// <summary><c>!~</c>: the whole text does not fit the regular expression.</summary>
    FitsNot,

    /// <summary><c>&lt;=</c>: at most this number, so <c>severity &lt;= Sev2</c> is Sev0, Sev1 and Sev2.</summary>
    AtMost,

    /// <summary><c>&gt;=</c>: at least this number.</summary>
    AtLeast,

    /// <summary><c>&lt;</c>: below this number.</summary>
    Below,

    /// <summary><c>&gt;</c>: above this number.</summary>
    Above,
}

/// <summary>The spelling of operators.</summary>
internal static class MatchOperators
{
    // Longer spellings first: "=~" is not "=" followed by a value that begins with a tilde.
    public static readonly IReadOnlyList<(string Sign, MatchOperator Operator)> All =
    [
        ("=~", MatchOperator.Fits),
        ("!~", MatchOperator.FitsNot),
        ("!=", MatchOperator.NotEqual),
        ("<=", MatchOperator.AtMost),
        (">=", MatchOperator.AtLeast),
        ("=", MatchOperator.Equal),
        ("<", MatchOperator.Below),
        (">", MatchOperator.Above),
    ];

    public static string Sign(MatchOperator value) => All.First(o => o.Operator == value).Sign;
}
