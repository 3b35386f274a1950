using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Calls;
using OpsAutomation.SimulatedAzure.Configuration;
using OpsAutomation.SimulatedAzure.Control;
using OpsAutomation.SimulatedAzure.Costs;
using OpsAutomation.SimulatedAzure.Faults;
using OpsAutomation.SimulatedAzure.Graph;
using OpsAutomation.SimulatedAzure.KeyVault;
using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Sinks;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Topics;

namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>
/// Where every request comes in: finds the service by host, lets a fault strike, waits if it says so, does the work and logs the call in
/// one transaction, and only then answers.
/// </summary>
internal sealed partial class FrontDoor(
    SimStore store, SimulatedAzureOptions options, Surroundings surroundings, ConcurrentDictionary<string, SimulatedTopic> topics)
{
    /// <summary>Host of ARM.</summary>
    public const string ArmHost = "management.azure.com";

    /// <summary>Reads that ARM still allows a caller within the hour, on paper: the simulation does not count them down.</summary>
    private const string RemainingReads = "11999";

    private readonly ILogger _log = surroundings.Loggers.CreateLogger<FrontDoor>();
    private readonly ControlRoutes _control = new(options, surroundings, topics);

    /// <summary>Serves one request.</summary>
    /// <exception cref="HttpRequestException">The host is not simulated.</exception>
    /// <exception cref="ConnectionDroppedException">A fault dropped the connection.</exception>
    public async Task<SimResponse> ServeAsync(SimRequest request, CancellationToken cancellation)
    {
        Service service;
        DateTimeOffset received;
        Fault? fault;
        using (surroundings.Work($"{request.Method} {request.Service}"))
        {
            if (request.Uri.AbsolutePath.StartsWith("/_sim/", StringComparison.OrdinalIgnoreCase) && request.Service == ArmHost)
            {
                return _control.Serve(store, request);
            }

            service = Find(request) ?? throw new HttpRequestException(
                HttpRequestError.NameResolutionError, $"The simulated Azure does not serve the host '{request.Service}', and opens no outside connection.");
            received = surroundings.Now;
            fault = store.Run(session => FaultBook.Strike(session, request));
        }

        // Outside of our own entry: whoever called waits on the clock, and it is that work which must not keep a clock from jumping.
        if (fault is { Delay: > 0 })
        {
            await surroundings.Delay(TimeSpan.FromSeconds(fault.Delay), cancellation);
        }

        using var working = surroundings.Work($"{request.Method} {request.Service}");
        var answer = store.Run(session => Turn(session, request, service, fault, received));
        if (service.Topic is { } topic)
        {
            topic.Wake();
        }

        return fault is { DropAfterEffect: true } ? throw new ConnectionDroppedException() : answer;
    }

    private SimResponse Turn(StoreSession session, SimRequest request, Service service, Fault? fault, DateTimeOffset received)
    {
        var now = surroundings.Now;
        OperationLedger.Settle(session, now);
        var requestId = session.NextId();
        var correlation = request.Header("x-ms-correlation-request-id") ?? request.Header("x-ms-client-request-id") ?? requestId.ToString();
        var principal = SimulatedCredential.PrincipalOf(request);
        var answer = fault?.Status is { } status
            ? Refusal(fault, status, request, principal)
            : Do(session, request, service, new ArmCall(
                request, session, now, now - TimeSpan.FromMinutes(fault?.StaleMinutes ?? 0), principal, requestId, correlation, fault?.FailOperation));
        CallLog.Append(session, service.HasSecretPath ? request with { Uri = new Uri(request.Uri, "/(withheld)") } : request,
            received, principal, fault is { DropAfterEffect: true } ? CallLog.Dropped : answer.Status, requestId, correlation, fault?.Id,
            CallChange.Of(request, service is { Topic: null, Sink: null }, fault?.Status is null && answer.Status is >= 200 and < 300));
        return answer.With("x-ms-request-id", requestId.ToString()).With("x-ms-correlation-request-id", correlation)
            .With("Date", now.ToString("R", CultureInfo.InvariantCulture));
    }

    private SimResponse Do(StoreSession session, SimRequest request, Service service, ArmCall call)
    {
        if (service.Topic is { } topic)
        {
            return TopicDoor.Answer(session, request, topic, call.Now);
        }

        if (service.Sink is { } sink)
        {
            return SinkBook.Receive(session, request, sink, service.IsTeams, call.Now);
        }

        try
        {
            if (service.Data is { } data)
            {
                return data(call);
            }

            return ArmRouter.Answer(call).With(
                call.IsWrite ? "x-ms-ratelimit-remaining-subscription-writes" : "x-ms-ratelimit-remaining-subscription-reads", RemainingReads);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            // A body of the right syntax and the wrong kinds ({"sku": 5}) is the caller's mistake, wherever it surfaces.
            LogUnreadable(_log, request.Method, request.Uri.AbsolutePath, e);
            return ArmRefusal.InvalidContent("a value has a kind that cannot be used there").ToResponse();
        }
    }

    private static SimResponse Refusal(Fault fault, int status, SimRequest request, string principal)
    {
        var code = fault.Code ?? DefaultCode(status);
        var answer = ArmRefusal.Shape(status, code, code == "AuthorizationFailed" ? Denials.Message(request, principal) : "A simulated fault answers this request.");
        return fault.RetryAfter is { } seconds ? answer.With(CostRoutes.RetryHeader(request.Uri.AbsolutePath) ?? "Retry-After", seconds.ToString(CultureInfo.InvariantCulture)) : answer;
    }

    private static string DefaultCode(int status) => status switch
    {
        401 => "AuthenticationFailed",
        403 => "AuthorizationFailed",
        404 => "ResourceNotFound",
        409 => "Conflict",
        412 => "PreconditionFailed",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => "InternalServerError",
    };

    private Service? Find(SimRequest request)
    {
        if (request.Service.Equals(ArmHost, StringComparison.OrdinalIgnoreCase))
        {
            return new Service(null, null, false);
        }

        if (request.Service.Equals(GraphRoutes.Host, StringComparison.OrdinalIgnoreCase))
        {
            return new Service(null, null, false, GraphRoutes.Answer);
        }

        if (request.Service.EndsWith(VaultRoutes.HostSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new Service(null, null, false, VaultRoutes.Answer);
        }

        if (topics.Values.FirstOrDefault(topic => topic.Host.Equals(request.Service, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return new Service(found, null, false);
        }

        if (request.Service.EndsWith("." + ConfigurationDoor.Suffix, StringComparison.OrdinalIgnoreCase))
        {
            return new Service(null, null, false, ConfigurationDoor.Answer);
        }

        var address = request.Uri.GetLeftPart(UriPartial.Path);
        if (request.Service.EndsWith(".webhook.office.com", StringComparison.OrdinalIgnoreCase) || options.TeamsWebhooks.Any(one => Under(address, one)))
        {
            return new Service(null, SinkBook.Teams, true);
        }

        return options.Sinks.Where(pair => Under(address, pair.Value)).Select(pair => new Service(null, pair.Key, false)).FirstOrDefault();
    }

    private static bool Under(string address, Uri prefix) => address.StartsWith(prefix.GetLeftPart(UriPartial.Path), StringComparison.OrdinalIgnoreCase);

    /// <summary>Who answers: a topic, a sink, the data of a service, or else ARM.</summary>
    private sealed record Service(SimulatedTopic? Topic, string? Sink, bool IsTeams, Func<ArmCall, SimResponse>? Data = null)
    {
        /// <summary>A webhook's path authorises whoever has it: the call log does not show it.</summary>
        public bool HasSecretPath => Sink is not null;
    }

    [LoggerMessage(9001, LogLevel.Debug, "{Method} {Path} has a body that cannot be used")]
    private static partial void LogUnreadable(ILogger logger, string method, string path, Exception exception);
}
