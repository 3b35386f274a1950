using System.Text;
using OpsAutomation.Core.Alerts.Senders.Sns;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Sns;

/// <summary>
/// Gets certificates of Amazon SNS and confirms subscriptions. Certificates are cached; there are few, and strangers cannot
/// make more. Addresses that gave none never push out one that gave one: whoever knows a topic's name could otherwise shut
/// out the topic itself.
/// </summary>
internal sealed class SnsDoor(BoundedGet get, TimeProvider clock) : ISnsDoor
{
    /// <summary>How long a certificate is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>How long one serves that cannot be had anew. A certificate has an end of its own, and its address names it alone.</summary>
    public static readonly TimeSpan ServesFor = TimeSpan.FromDays(7);

    /// <summary>How long an address that gave none is left alone.</summary>
    public static readonly TimeSpan NotAgainWithin = TimeSpan.FromMinutes(1);

    /// <summary>The most certificates that are asked for within <see cref="NotAgainWithin"/>, whatever addresses messages name.</summary>
    public const int MaxFetches = 10;

    // Names are in the message before it is verified: beyond these the oldest goes, those that gave nothing first.
    private const int MaxKept = 16;

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _fetches = new();
    private readonly Dictionary<Uri, (string? Pem, DateTimeOffset At)> _kept = [];

    /// <inheritdoc/>
    public async Task<string?> CertificateAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        string? before;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var known = _kept.TryGetValue(address, out var kept);
            if (known && now - kept.At < (kept.Pem is null ? NotAgainWithin : KeptFor))
            {
                return kept.Pem;
            }

            before = known && now - kept.At < ServesFor ? kept.Pem : null;
            if (!MayFetch())
            {
                return before;
            }
        }

        if (await get.TryAsync(address, cancellationToken) is not { } bytes)
        {
            if (before is null)
            {
                Keep(address, null);
            }

            return before;
        }

        var pem = Encoding.ASCII.GetString(bytes);
        Keep(address, pem);
        return pem;
    }

    /// <inheritdoc/>
    public async Task<bool> ConfirmAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return await get.TryAsync(address, cancellationToken) is not null;
    }

    private void Keep(Uri address, string? pem)
    {
        lock (_lock)
        {
            while (_kept.Count >= MaxKept && !_kept.ContainsKey(address))
            {
                _kept.Remove(_kept.OrderBy(k => k.Value.Pem is not null).ThenBy(k => k.Value.At).First().Key);
            }

            _kept[address] = (pem, clock.GetUtcNow());
        }
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
