using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using OpsAutomation.Core.Audit;

namespace OpsAutomation.Integrations.Anchors;

/// <summary>
/// Anchors as blobs of a container under an immutability policy (infra/app/audit.bicep). The identity that writes may add a blob and
/// read it; writing over one is not in its role, is ruled out by <c>If-None-Match: *</c>, and is refused by the container.
/// </summary>
public sealed class BlobAnchorStore : IAnchorStore
{
    /// <summary>Name of the container where a connection string names none.</summary>
    public const string DefaultContainer = "anchors";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly BlobContainerClient _container;
    private readonly bool _ours;
    private bool _made;

    private BlobAnchorStore(BlobContainerClient container, bool ours) => (_container, _ours) = (container, ours);

    /// <summary>A container in Azure, entered with our identity; Bicep made it.</summary>
    /// <param name="container">For example <c>https://myaccount.blob.core.windows.net/anchors</c>.</param>
    /// <param name="credential">Who we are.</param>
    /// <param name="transport">What carries requests; null for the network.</param>
    public static BlobAnchorStore WithToken(Uri container, TokenCredential credential, HttpPipelineTransport? transport = null) =>
        new(new BlobContainerClient(container, credential, Options(transport)), ours: false);

    /// <summary>A container of an emulator, made when it is first needed.</summary>
    /// <param name="text">A connection string of storage.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static BlobAnchorStore FromConnectionString(string text) => new(new BlobContainerClient(text, DefaultContainer, Options(null)), ours: true);

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service refused or could not be reached.</exception>
    public async Task<bool> TryAddAsync(DateOnly day, string text, CancellationToken cancellationToken = default)
    {
        await MakeAsync(cancellationToken);
        var blob = _container.GetBlobClient(FileAnchorStore.NameOf(day));
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromString(text), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 403 or 409 or 412)
        {
            // Absent, or the immutability policy, or the role that may only add: whichever speaks first, it is there or it is not.
            if (await ReadAsync(day, cancellationToken) is null)
            {
                throw;
            }

            return false;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service refused or could not be reached.</exception>
    public async Task<string?> ReadAsync(DateOnly day, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await _container.GetBlobClient(FileAnchorStore.NameOf(day)).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service refused or could not be reached.</exception>
    public async Task<IReadOnlyList<DateOnly>> DaysAsync(CancellationToken cancellationToken = default)
    {
        await MakeAsync(cancellationToken);
        var days = new List<DateOnly>();
        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (FileAnchorStore.DayOf(blob.Name) is { } day)
            {
                days.Add(day);
            }
        }

        days.Sort();
        return days;
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (_ours && !_made)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _made = true;
        }
    }

    // A run that fails comes again in an hour: few and short attempts.
    private static BlobClientOptions Options(HttpPipelineTransport? transport)
    {
        // Pinned, and one that the emulator knows: nothing newer is needed.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2024_11_04);
        (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (2, Timeout);
        options.Diagnostics.IsLoggingContentEnabled = false;
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }
}
