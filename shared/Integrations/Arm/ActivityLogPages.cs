using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Reads pages of the activity log (Microsoft.Insights/eventtypes/management, 2015-04-01). One page holds 200 entries.</summary>
internal static class ActivityLogPages
{
    private const string ApiVersion = "2015-04-01";

    /// <summary>The entries between two times, newest first, and whether these are all.</summary>
    /// <param name="arm">The way to Azure.</param>
    /// <param name="subscription">The subscription whose log it is.</param>
    /// <param name="from">Start.</param>
    /// <param name="to">End.</param>
    /// <param name="of">Further condition of the filter, made of ids that were parsed.</param>
    /// <param name="maxPages">More pages than this are not read.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <exception cref="JsonException">An answer is not the list that it should be.</exception>
    public static async Task<(IReadOnlyList<JsonObject> Entries, bool Complete)> ReadAsync(
        ArmGateway arm, string subscription, DateTimeOffset from, DateTimeOffset to, string of, int maxPages, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString(string.Create(
            CultureInfo.InvariantCulture,
            $"eventTimestamp ge '{from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}' and eventTimestamp le '{to.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}' and {of}"));
        var next = $"/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management/values?api-version={ApiVersion}&$filter={filter}";
        var entries = new List<JsonObject>();
        for (var page = 0; page < maxPages; page++)
        {
            var reply = await arm.SendAsync(RequestMethod.Get, next, cancellationToken);
            entries.AddRange((reply.Body?["value"] as JsonArray ?? throw new JsonException("The activity log did not answer with a list.")).OfType<JsonObject>());
            if (reply.Body!["nextLink"]?.ToString() is not { Length: > 0 } link || !Uri.TryCreate(link, UriKind.Absolute, out var uri))
            {
                return (entries, true);
            }

            // The path alone: a token goes to no address that an answer names.
            next = uri.PathAndQuery;
        }

        return (entries, false);
    }
}
