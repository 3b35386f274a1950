using System.Text;
using OpsAutomation.Core.Alerts.Senders.Sns;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Sns;

/// <summary>Gets certificates of Amazon SNS and confirms subscriptions. Certificates are cached; there are few, and strangers cannot make more.</summary>
internal sealed class SnsDoor(BoundedGet get, TimeProvider clock) : ISnsDoor
{
    /// <summary>How long a certificate is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>How long an address that gave none is left alone.</summary>
    public static readonly TimeSpan NotAgainWithin = TimeSpan.FromMinutes(1);

    /// <summary>The most certificates that are asked for within <see cref="NotAgainWithin"/>, whatever addresses messages name.</summary>
    public const int MaxFetches = 10;

    // Names are in the message before it is verified: beyond these the oldest goes.
    private const int MaxKept = 16;

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _fetches = new();
    private readonly Dictionary<Uri, (string? Pem, DateTimeOffset At)> _kept = [];

    /// <inheritdoc/>
    public async Task<string?> CertificateAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_lock)
        {
            if (_kept.TryGetValue(address, out var kept) && clock.GetUtcNow() - kept.At < (kept.Pem is null ? NotAgainWithin : KeptFor))
            {
                return kept.Pem;
            }

            if (!MayFetch())
            {
                return null;
            }
        }

        var bytes = await get.TryAsync(address, cancellationToken);
        var pem = bytes is null ? null : Encoding.ASCII.GetString(bytes);
        lock (_lock)
        {
            while (_kept.Count >= MaxKept && !_kept.ContainsKey(address))
            {
                _kept.Remove(_kept.MinBy(k => k.Value.At).Key);
            }

            _kept[address] = (pem, clock.GetUtcNow());
        }

        return pem;
    }

    /// <inheritdoc/>
    public async Task<bool> ConfirmAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return await get.TryAsync(address, cancellationToken) is not null;
    }

    private bool MayFetch()
    {
        var now = clock.GetUtcNow();
        while (_fetches.TryPeek(out var oldest) && now - oldest >= NotAgainWithin)
        {
            _fetches.Dequeue();
        }

        if (_fetches.Count >= MaxFetches)
        {
            return false;
        }

        _fetches.Enqueue(now);
        return true;
    }
}
