using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Paging;

/// <summary>A notice that waits to be told with others of its box.</summary>
/// <param name="Box">What it waits with: <see cref="Tickets"/>, or <c>pages:NAME</c> of a person.</param>
/// <param name="IncidentId">Its incident.</param>
/// <param name="Notice">Key of the notice.</param>
/// <param name="Kind">Why people are told.</param>
/// <param name="Headline">What it says, one line.</param>
/// <param name="Severity">How grave its incident was.</param>
/// <param name="At">When it was held.</param>
/// <param name="Until">When the box is told of; the earliest of a box counts.</param>
public sealed record HeldNotice(
    string Box, string IncidentId, string Notice, string Kind, string Headline, Severity Severity, DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>The box of what waits for the end of the quiet hours.</summary>
    public const string Tickets = "tickets";

    private const string PagesPrefix = "pages:";

    /// <summary>How urgently the box is told of.</summary>
    public Urgency Urgency => Box == Tickets ? Urgency.Ticket : Urgency.Page;

    /// <summary>The box of the pages of some people.</summary>
    public static string PagesOf(IEnumerable<string> people) => PagesPrefix + string.Join(", ", people.Order(StringComparer.OrdinalIgnoreCase));

    /// <summary>The people that a box of pages is for; null for tickets.</summary>
    public static string? PeopleOf(string box)
    {
        ArgumentNullException.ThrowIfNull(box);
        return box.StartsWith(PagesPrefix, StringComparison.Ordinal) ? box[PagesPrefix.Length..] : null;
    }
}
