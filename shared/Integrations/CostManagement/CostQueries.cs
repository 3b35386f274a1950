using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.CostManagement;

/// <summary>
/// Reads daily cost with the Query API of Cost Management (<c>POST {scope}/providers/Microsoft.CostManagement/query</c>), page by
/// page. It is throttled by itself, by tenant, by caller and by scope at once; whichever asks for the longest wait is waited for.
/// </summary>
public sealed class CostQueries(ArmGateway arm)
{
    /// <summary>API version that is used.</summary>
    public const string ApiVersion = "2025-03-01";

    /// <summary>What must be allowed.</summary>
    public const string Permission = "Microsoft.CostManagement/query/action";

    /// <summary>The longest period that one query may ask for.</summary>
    public const int MaxDays = 364;

    private const string Tag = "tag:";
    private const int MaxPages = 100;
    private const double LongestWait = 86400;

    // QPU is the budget of query units; the others are counted by scope, tenant and client (Cost Management, "Latency and rate limits").
    private static readonly string[] RetryHeaders =
    [
        "Retry-After",
        "x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-entity-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-client-retry-after",
        "x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after",
    ];

    /// <summary>Reads the days of a period, cut by one dimension and the kind of charge.</summary>
    /// <param name="scope">Subscription or resource group.</param>
    /// <param name="dimension">A dimension, or <c>tag:NAME</c>.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day, at most <see cref="MaxDays"/> later.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<CostAnswer> ReadAsync(string scope, string dimension, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        ArgumentException.ThrowIfNullOrEmpty(dimension);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to.DayNumber - from.DayNumber, MaxDays, nameof(to));
        var rows = new List<CostRecord>();
        var notes = new List<CostNote>();
        var next = $"{scope}/providers/Microsoft.CostManagement/query?api-version={ApiVersion}";
        for (var page = 0; page < MaxPages; page++)
        {
            try
            {
                var reply = await arm.SendAsync(RequestMethod.Post, next, cancellationToken, Definition(dimension, from, to));
                var properties = reply.Body?["properties"] as JsonObject ?? throw new JsonException("Cost Management did not answer with columns and rows.");
                CostRows.Read(scope, dimension, properties, rows, notes);
                if (properties["nextLink"]?.ToString() is not { Length: > 0 } link || !Uri.TryCreate(link, UriKind.Absolute, out var uri))
                {
                    return new CostAnswer(rows, notes, null, null);
                }

                // The path alone: a token goes to no address that an answer names.
                next = uri.PathAndQuery;
            }
            catch (RequestFailedException e) when (e.Status == 429)
            {
                var wait = RetryHeaders.Max(h => Seconds(e.GetRawResponse(), h));
                return new CostAnswer(rows, notes, "Cost Management answers no more for now.", TimeSpan.FromSeconds(Math.Max(1, wait)));
            }
            catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
            {
                return new CostAnswer(rows, notes, failure.Reason, failure.RetryAfter);
            }
            catch (JsonException e)
            {
                return new CostAnswer(rows, notes, e.Message, null);
            }
        }

        return new CostAnswer(rows, notes, $"There are more than {MaxPages} pages; use exports for an account of this size.", null);
    }

    private static JsonObject Definition(string dimension, DateOnly from, DateOnly to) => new()
    {
        ["type"] = "ActualCost",
        ["timeframe"] = "Custom",
        ["timePeriod"] = new JsonObject { ["from"] = $"{from:yyyy-MM-dd}T00:00:00Z", ["to"] = $"{to:yyyy-MM-dd}T23:59:59Z" },
        ["dataset"] = new JsonObject
        {
            ["granularity"] = "Daily",
            ["aggregation"] = new JsonObject { ["totalCost"] = new JsonObject { ["name"] = "Cost", ["function"] = "Sum" } },
            ["grouping"] = new JsonArray(
                dimension.StartsWith(Tag, StringComparison.Ordinal)
                    ? new JsonObject { ["type"] = "TagKey", ["name"] = dimension[Tag.Length..] }
                    : new JsonObject { ["type"] = "Dimension", ["name"] = dimension },
                new JsonObject { ["type"] = "Dimension", ["name"] = "ChargeType" }),
        },
    };

    private static double Seconds(Response? response, string header) =>
        response is not null && response.Headers.TryGetValue(header, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? Math.Min(seconds, LongestWait)
            : 0;
}
