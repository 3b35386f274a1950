namespace OpsAutomation.Core.Paging;

/// <summary>What is done about a page next.</summary>
public abstract record PageStep
{
    private PageStep()
    {
    }

    /// <summary>Nothing more.</summary>
    public sealed record Done : PageStep;

    /// <summary>Nothing before a time.</summary>
    /// <param name="Until">When to look again; null: when somebody does something.</param>
    public sealed record Wait(DateTimeOffset? Until) : PageStep;

    /// <summary>A level is told.</summary>
    /// <param name="Page">The page.</param>
    /// <param name="Telling">The telling, from 0.</param>
    /// <param name="Level">The level, from 1.</param>
    /// <param name="Why">Why now, in a sentence.</param>
    /// <param name="Told">Whether the notice that began the page told it already.</param>
    public sealed record Hand(int Page, int Telling, int Level, string Why, bool Told) : PageStep;

    /// <summary>Every level was told as often as the policy says: that nobody answered is written down.</summary>
    /// <param name="Page">The page.</param>
    public sealed record GiveUp(int Page) : PageStep;
}
