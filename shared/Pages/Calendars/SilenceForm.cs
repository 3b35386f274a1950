using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Pages.Calendars;

/// <summary>The form that makes a silence in two steps, preview and confirmation, and the one that cancels one.</summary>
public sealed record SilenceForm
{
    /// <summary>Field with the anti-forgery value.</summary>
    public const string AntiForgeryField = "antiforgery";

    /// <summary>Field that says what to do: one of the three below.</summary>
    public const string ActionField = "action";

    /// <summary>Show what it would have hidden.</summary>
    public const string PreviewValue = "preview";

    /// <summary>Make it.</summary>
    public const string CreateValue = "create";

    /// <summary>Cancel the silence of <see cref="IdField"/>.</summary>
    public const string CancelValue = "cancel";

    /// <summary>Field with the conditions, one a line.</summary>
    public const string MatchersField = "matchers";

    /// <summary>Field with the conditions that were previewed: others are not made without a look.</summary>
    public const string PreviewedField = "previewed";

    /// <summary>Field with the length.</summary>
    public const string ForField = "for";

    /// <summary>Field with the reason.</summary>
    public const string ReasonField = "reason";

    /// <summary>Field with the local user; absent where a sign-in says who it is.</summary>
    public const string UserField = "user";

    /// <summary>Field with the silence to cancel.</summary>
    public const string IdField = "id";

    /// <summary>The lengths that the form offers, with their words.</summary>
    public static readonly IReadOnlyList<(string Value, string Word)> Lengths =
        [("30m", "30 minutes"), ("1h", "1 hour"), ("2h", "2 hours"), ("4h", "4 hours"), ("8h", "8 hours"), ("1d", "1 day"), ("3d", "3 days"), ("7d", "7 days")];

    /// <summary>The anti-forgery value.</summary>
    public required string AntiForgery { get; init; }

    /// <summary>Local users to choose from; null where the reader is signed in.</summary>
    public IReadOnlyList<string>? LocalUsers { get; init; }

    /// <summary>Conditions as typed.</summary>
    public string Matchers { get; init; } = string.Empty;

    /// <summary>Chosen length.</summary>
    public string For { get; init; } = "2h";

    /// <summary>Reason as typed.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Chosen local user, or null.</summary>
    public string? User { get; init; }

    /// <summary>What is wrong, for a person.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What it would have hidden, after the first step.</summary>
    public SilencePreview? Preview { get; init; }

    /// <summary>The conditions of the preview in their canonical spelling, or null.</summary>
    public string? Previewed { get; init; }
}
