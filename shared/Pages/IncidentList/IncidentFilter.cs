using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Pages.IncidentList;

/// <summary>Which incidents the list shows. Comes from the query string; what is not understood is said and ignored.</summary>
/// <param name="Status">One status, or null for every.</param>
/// <param name="OpenOnly">Whether only open incidents are meant.</param>
/// <param name="Service">A service, or null for every; the empty string means without a service.</param>
/// <param name="Ignored">What was not understood, for the reader, or null.</param>
public sealed record IncidentFilter(IncidentStatus? Status, bool OpenOnly, string? Service, string? Ignored = null)
{
    /// <summary>Name of the status field in the query.</summary>
    public const string StatusField = "status";

    /// <summary>Name of the service field in the query.</summary>
    public const string ServiceField = "service";

    /// <summary>Value of the status field that means every open status.</summary>
    public const string OpenValue = "open-all";

    /// <summary>Value of the service field that means incidents without a service.</summary>
    public const string NoServiceValue = "-";

    /// <summary>Everything.</summary>
    public static IncidentFilter None { get; } = new(null, OpenOnly: false, null);

    /// <summary>Whether anything is left out.</summary>
    public bool IsActive => Status is not null || OpenOnly || Service is not null;

    /// <summary>Reads the fields of the query string.</summary>
    public static IncidentFilter Parse(string? status, string? service)
    {
        var wanted = service switch
        {
            null or "" => null,
            NoServiceValue => "",
            _ => service,
        };
        if (string.IsNullOrEmpty(status))
        {
            return new(null, OpenOnly: false, wanted);
        }

        if (string.Equals(status, OpenValue, StringComparison.OrdinalIgnoreCase))
        {
            return new(null, OpenOnly: true, wanted);
        }

        return !char.IsAsciiDigit(status[0]) && Enum.TryParse<IncidentStatus>(status, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            ? new(parsed, OpenOnly: false, wanted)
            : new(null, OpenOnly: false, wanted, $"There is no status “{status}”; incidents of every status are shown.");
    }

    /// <summary>Whether an incident is shown.</summary>
    public bool Shows(Incident incident) =>
        (Status is null || incident.Status == Status)
        && (!OpenOnly || NextStep.IsOpen(incident.Status))
        && (Service is null || string.Equals(incident.Service ?? "", Service, StringComparison.OrdinalIgnoreCase));
}
