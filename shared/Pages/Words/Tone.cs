namespace OpsAutomation.Pages.Words;

/// <summary>How a chip feels. A chip always carries its word and a sign too: the colour never says anything alone.</summary>
public enum Tone
{
    /// <summary>Over or of no weight.</summary>
    Neutral,

    /// <summary>Under way.</summary>
    Info,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Someone must look.</summary>
    Warning,

    /// <summary>Broken.</summary>
    Danger,
}

/// <summary>A state as a chip shows it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Sign">A sign whose shape differs between tones, for readers who see no colour; hidden from screen readers.</param>
/// <param name="Tone">The colour.</param>
public sealed record Label(string Word, string Sign, Tone Tone);
