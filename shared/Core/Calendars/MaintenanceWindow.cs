using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Core.Calendars;

/// <summary>A planned time in which alerts of some kind tell nobody anything new.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reason">Why, for whoever is not paged because of it.</param>
/// <param name="Matcher">Which alerts it hides.</param>
/// <param name="Schedule">When.</param>
/// <param name="ReviewBy">The day by which a recurring window must be looked at; after it the window hides nothing. Null for one that happens once.</param>
public sealed record MaintenanceWindow(string Name, string Owner, string Reason, AlertMatcher Matcher, WindowSchedule Schedule, DateOnly? ReviewBy);
