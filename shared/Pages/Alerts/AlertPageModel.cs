using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Pages.Alerts;

/// <summary>Answers "why was I, or was I not, paged?" for one alert.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="AlertId">Id of the alert.</param>
/// <param name="Alert">The alert, or null for a body that could not be understood.</param>
/// <param name="Dispositions">What became of it, oldest first; the last one is current.</param>
public sealed record AlertPageModel(PageContext Context, string AlertId, Alert? Alert, IReadOnlyList<Disposition> Dispositions);
