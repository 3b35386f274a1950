using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Audit;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>The keys that sign links: which there are, a new one in front, and what was signed taken back. No secret is ever shown.</summary>
public sealed partial class LinkKeysApi(Access access, ChangeLedger changes, ILinkKeyRing ring, LinkDesk links, LinkRevocations revocations, IUserSource users, TimeProvider clock, ILogger<LinkKeysApi> logger)
{
    /// <summary>The keys, and what was taken back.</summary>
    [Function("ListLinkKeys")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/link-keys")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var revoked = await revocations.ListAsync(cancellationToken);
        var keys = ring.All;
        return JsonBody.Of(new LinkKeyList(ring.Home, [.. keys.Select((k, i) => Row(k, i == 0, revoked))], revoked));
    }

    /// <summary>Puts a new key in front.</summary>
    [Function("RotateLinkKey")]
    public async Task<IActionResult> Rotate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/link-keys/rotate")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Admin) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<RevokeRequest>(request, "{user, reason}", cancellationToken);
        problem ??= JsonBody.Reason(body!.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "No new key", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Nobody();
        }

        var before = ring.Current.Id;
        var rotation = ring.Rotate(clock.GetUtcNow());
        if (rotation.Key is not { } key)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "No new key", rotation.Reason);
        }

        Rotated(logger, user.Name, key.Id, body.Reason!.Trim());
        await changes.WriteAsync(user.Name, ChangeKinds.SigningKey, key.Id, new { Id = before }, new { key.Id }, body.Reason, cancellationToken);
        return JsonBody.Of(new LinkKeyAnswer(rotation.Reason));
    }

    /// <summary>Takes back one link, every link of an incident so far, or everything that a key signed.</summary>
    [Function("RevokeLinks")]
    public async Task<IActionResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/link-keys/revoke")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Admin) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<RevokeRequest>(request, "{key, incident or link; user, reason}", cancellationToken);
        problem ??= new[] { body!.Key, body.Incident, body.Link }.Count(t => !string.IsNullOrWhiteSpace(t)) == 1
            ? JsonBody.Reason(body.Reason)
            : new IntakeProblem(StatusCodes.Status400BadRequest, "key", "Name one of key, incident and link.");
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Nothing was taken back", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Nobody();
        }

        var (revocation, why) = await RevokeAsync(body, user.Name, cancellationToken);
        if (revocation is null)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "Nothing was taken back", why);
        }

        Revoked(logger, user.Name, revocation.What, revocation.Target, revocation.Reason);
        await changes.WriteAsync(user.Name, ChangeKinds.Links, $"{revocation.What} {revocation.Target}", null, revocation, revocation.Reason, cancellationToken);
        return JsonBody.Of(new LinkKeyAnswer(revocation.What switch
        {
            RevokedWhat.Key => $"Nothing that {revocation.Target} signed is accepted any more.",
            RevokedWhat.Incident => $"The links of {revocation.Target} that were signed until now are taken back; a new request has new ones.",
            _ => "That link is taken back.",
        }));
    }

    private async Task<(LinkRevocation? Revocation, string Why)> RevokeAsync(RevokeRequest body, string user, CancellationToken cancellationToken)
    {
        var reason = body.Reason!.Trim();
        if (body.Link is { Length: > 0 } link)
        {
            return await links.RevokeAsync(link, user, reason, cancellationToken);
        }

        if (body.Incident is { Length: > 0 } incident)
        {
            return (await revocations.RevokeAsync(RevokedWhat.Incident, incident.Trim(), user, reason, cancellationToken), string.Empty);
        }

        var key = body.Key!.Trim();
        if (ring.Find(key) is null)
        {
            return (null, $"No key {key} is accepted anyway.");
        }

        // Whatever the signing key signs next must be good: another one comes first.
        if (string.Equals(ring.Current.Id, key, StringComparison.Ordinal) && ring.Rotate(clock.GetUtcNow()) is { Key: null } refused)
        {
            return (null, $"{key} signs now, and must be replaced first. {refused.Reason}");
        }

        return (await revocations.RevokeAsync(RevokedWhat.Key, key, user, reason, cancellationToken), string.Empty);
    }

    private static LinkKeyRow Row(LinkKey key, bool signs, IReadOnlyList<LinkRevocation> revoked) => new(
        key.Id,
        revoked.Any(r => r.What == RevokedWhat.Key && r.Target == key.Id) ? "revoked" : signs ? "signs" : key.RetiredAt is null ? "waits" : "accepted",
        key.MadeAt,
        key.RetiredAt,
        key.AcceptedUntil);

    private static IActionResult Nobody() =>
        Problems.Nobody("The keys of links need");

    [LoggerMessage(2175, LogLevel.Warning, "{User} put the key {Key} in front, which signs links: {Reason}")]
    private static partial void Rotated(ILogger logger, string user, string key, string reason);

    [LoggerMessage(2176, LogLevel.Warning, "{User} took back links ({What} {Target}): {Reason}")]
    private static partial void Revoked(ILogger logger, string user, RevokedWhat what, string target, string reason);
}

/// <summary>A request for a new key, or to take something back.</summary>
/// <param name="Key">Id of a key.</param>
/// <param name="Incident">An incident.</param>
/// <param name="Link">A link, or its token.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokeRequest(string? Key, string? Incident, string? Link, string? User, string? Reason);

/// <summary>A key without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>signs</c>, <c>waits</c> to sign, <c>accepted</c>, or <c>revoked</c>.</param>
/// <param name="MadeAt">When it was made, where that is known.</param>
/// <param name="RetiredAt">When another took its place, or null.</param>
/// <param name="AcceptedUntil">Until when what it signed is accepted, or null.</param>
public sealed record LinkKeyRow(string Id, string State, DateTimeOffset? MadeAt, DateTimeOffset? RetiredAt, DateTimeOffset? AcceptedUntil);

/// <summary>The ring.</summary>
/// <param name="Home">Where it is kept.</param>
/// <param name="Keys">Its keys, the one that signs first.</param>
/// <param name="Revocations">What was taken back, newest first.</param>
public sealed record LinkKeyList(string Home, IReadOnlyList<LinkKeyRow> Keys, IReadOnlyList<LinkRevocation> Revocations);

/// <summary>What was done.</summary>
/// <param name="Message">In a sentence.</param>
public sealed record LinkKeyAnswer(string Message);
