using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.Storage;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// Reads again what an alert about a credential is about: whether the credential that it fired for still opens something. Every
/// other alert goes to the next reader.
/// </summary>
/// <param name="doors">Where credentials are.</param>
/// <param name="next">Reads everything else.</param>
public sealed class CredentialSignalReader(CredentialDoors doors, ISignalReader next) : ISignalReader
{
    /// <summary>Label of an alert with the id of the password that it is about.</summary>
    public const string KeyLabel = "keyId";

    /// <summary>Nearer to its end than this, a secret is due: Key Vault's own notice comes 30 days before.</summary>
    private static readonly TimeSpan Due = TimeSpan.FromDays(30);

    /// <summary>A storage key older than this is due where its account has no policy of its own.</summary>
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public async Task<SignalReading> ReadAsync(Alert alert, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (Reader(alert) is not { } read)
        {
            return await next.ReadAsync(alert, notBefore, cancellationToken);
        }

        try
        {
            var (fires, reason) = await read(cancellationToken);
            return new SignalReading(fires ? SignalState.Firing : SignalState.Healthy, null, doors.Clock.GetUtcNow(), reason);
        }
        catch (Exception e) when (CredentialFailures.Of(e, doors.Clock, "a role that may read it") is { } failure)
        {
            return new SignalReading(SignalState.Unknown, null, null, $"The credential could not be read. {failure.Reason}");
        }
    }

    /// <inheritdoc/>
    /// <remarks>Whether a credential opens something has no values over time; every other signal may have.</remarks>
    public Task<SignalHistory> HistoryAsync(Alert alert, TimeSpan span, CancellationToken cancellationToken) => next.HistoryAsync(alert, span, cancellationToken);

    private Func<CancellationToken, Task<(bool Fires, string Reason)>>? Reader(Alert alert)
    {
        var id = alert.Resource;
        var credentials = doors.Services.CredentialsOf(id);
        return GraphId.TryParse(id, GraphId.UserType, out var user) ? stop => SessionsAsync(alert, user, stop)
            : GraphId.TryParse(id, GraphId.ApplicationType, out var application) ? stop => PasswordsAsync(alert, application, stop)
            : alert.Signal.Kind == SignalKind.Credential && string.Equals(ArmId.TypeOf(id), VaultSecretType.Name, StringComparison.OrdinalIgnoreCase) ? stop => EndAsync(id!, stop)
            : alert.Signal.Kind != SignalKind.Metric && credentials is [{ StorageAccount: not null } key] ? stop => KeyAgeAsync(key, stop)
            : null;
    }

    private async Task<(bool Fires, string Reason)> SessionsAsync(Alert alert, string user, CancellationToken cancellationToken)
    {
        var now = await doors.Graph.UserAsync(user, cancellationToken);
        var voided = now.SessionsValidFrom >= alert.StartsAt;
        return (!voided, $"Sessions of {now.Name} from before {now.SessionsValidFrom:yyyy-MM-dd HH:mm} UTC are void; the alert is of {alert.StartsAt:yyyy-MM-dd HH:mm} UTC.");
    }

    // Which secret leaked is known where the sender said so; else every one that was there is in doubt.
    private async Task<(bool Fires, string Reason)> PasswordsAsync(Alert alert, string application, CancellationToken cancellationToken)
    {
        var now = await doors.Graph.ApplicationAsync(application, cancellationToken);
        var key = alert.Labels.GetValueOrDefault(KeyLabel)?.ToLowerInvariant();
        var left = now.Passwords
            .Where(p => key is null ? p.Works(doors.Clock.GetUtcNow()) && (p.Start is null || p.Start < alert.StartsAt) : p.KeyId == key)
            .Select(p => p.Told).ToList();
        return left.Count > 0
            ? (true, $"{now.Name} still accepts {string.Join(", ", left)}{(key is null ? ", from before the alert" : string.Empty)}.")
            : (false, $"{now.Name} accepts {(key is null ? "no secret from before the alert" : $"the secret {key} no more")}.");
    }

    private async Task<(bool Fires, string Reason)> EndAsync(string id, CancellationToken cancellationToken)
    {
        var (secret, _) = await doors.Vaults.SecretAsync(id, cancellationToken);
        var newest = (await doors.Vaults.VersionsAsync(secret, cancellationToken)).LastOrDefault();
        return newest is null ? (false, "The vault has no such secret any more.")
            : newest.Expires is not { } end ? (false, "The newest version has no end.")
            : (end - doors.Clock.GetUtcNow() <= Due, $"The newest version ends on {end:yyyy-MM-dd}.");
    }

    private async Task<(bool Fires, string Reason)> KeyAgeAsync(Credential credential, CancellationToken cancellationToken)
    {
        var state = await new StorageKeys(doors).ReadAsync(credential, cancellationToken);
        var limit = state.Account.KeyLife ?? KeyLife;
        var ages = StorageAccount.Keys.Select(k => (Key: k, Made: state.Account.Made(k))).Where(k => k.Key == (state.InUse ?? k.Key)).ToList();
        var old = ages.Any(a => a.Made is null || doors.Clock.GetUtcNow() - a.Made > limit);
        return (old, $"{string.Join(", ", ages.Select(a => $"{a.Key} of {state.Account.Name}, in use, was made on {a.Made:yyyy-MM-dd}"))}; a key may be {limit.TotalDays:0} days old.");
    }
}
