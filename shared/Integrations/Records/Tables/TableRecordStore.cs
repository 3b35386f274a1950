using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Integrations.Records.Tables.Batches;
using OpsAutomation.Integrations.Records.Tables.Rows;

namespace OpsAutomation.Integrations.Records.Tables;

/// <summary>
/// Records in Azure Table storage, over its REST interface (docs/adr/0003-table-storage-over-rest.md). One table holds all
/// partitions; it scales out by partition. Failures that pass are tried again for a few seconds, conflicts never.
/// </summary>
public sealed class TableRecordStore : IRecordStore
{
    private readonly TableGateway _gateway;
    private readonly TableAddress _address;
    private readonly TableOptions _options;
    private readonly Func<string> _commits;

    /// <summary>Builds the store; nothing is sent yet.</summary>
    /// <param name="account">Where the table is, and who we are.</param>
    /// <param name="clock">Time of timeouts, waits and signatures.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="transport">What carries requests; null for the network.</param>
    /// <param name="commits">
    /// Gives each commit a name that no other commit of any process has: letters and digits. Null for 16 random bytes. It only
    /// tells after a lost answer whose rows are found; no decision and no order depends on it.
    /// </param>
    /// <exception cref="ArgumentException">The options are wrong; all problems are told.</exception>
    public TableRecordStore(TableAccount account, TimeProvider clock, TableOptions? options = null, HttpPipelineTransport? transport = null, Func<string>? commits = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options ?? new TableOptions();
        if (string.Join(' ', _options.Problems()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        _commits = commits ?? (static () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        _gateway = new TableGateway(account, transport, clock, _options);
        _address = new TableAddress(account.Endpoint, _options.Table);
    }

    /// <summary>Creates the table unless it is there. Call once at start; reads and commits do not create it.</summary>
    /// <exception cref="RequestFailedException">The service refused or could not be reached.</exception>
    public async Task CreateTableIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var patience = _gateway.NewPatience();
        var content = new TableContent("application/json", JsonSerializer.SerializeToUtf8Bytes(new { TableName = _options.Table }));
        while (true)
        {
            var reply = await _gateway.SendAsync(RequestMethod.Post, _address.Tables, content, cancellationToken);
            if (reply.Done || reply.Code == "TableAlreadyExists")
            {
                return;
            }

            if (!await patience.WaitAsync(reply, cancellationToken))
            {
                throw reply.Exception($"Creating the table '{_options.Table}'");
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RequestFailedException">The service refused or could not be reached, or there is no table.</exception>
    public async Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentException.ThrowIfNullOrEmpty(row);
        cancellationToken.ThrowIfCancellationRequested();
        var address = _address.Row(TableKey.EncodeStored(partition), TableKey.EncodeStored(row));
        var reply = await _gateway.ReadAsync(address, _gateway.NewPatience(), cancellationToken);
        if (reply.RowAbsent)
        {
            return null;
        }

        using var entity = Parse(reply, partition);
        return EntityText.Read(partition, entity.RootElement);
    }

    /// <inheritdoc/>
    /// <remarks>Read in pages: a row written meanwhile ahead of the reading position is seen, one behind it is not.</remarks>
    /// <exception cref="RequestFailedException">The service refused or could not be reached, or there is no table.</exception>
    /// <exception cref="InvalidDataException">The service gave rows out of order, or the table holds rows of another program.</exception>
    public async IAsyncEnumerable<Record> RangeAsync(
        string partition, string? from = null, string? to = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        cancellationToken.ThrowIfCancellationRequested();
        var filter = RangeFilter.Of(partition, from, to);
        var address = filter is null ? null : _address.Query(filter, next: null);
        string? last = null;
        while (address is not null)
        {
            var reply = await _gateway.ReadAsync(address, _gateway.NewPatience(), cancellationToken);
            using var page = Parse(reply, partition);
            foreach (var entity in page.RootElement.GetProperty("value").EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var record = EntityText.Read(partition, entity);
                if (string.CompareOrdinal(last, record.Row) >= 0)
                {
                    throw new InvalidDataException($"The table service gave row '{record.Row}' of partition '{partition}' after '{last}'.");
                }

                last = record.Row;
                yield return record;
            }

            // A page may be short or empty and still not be the last: only the missing continuation says so.
            address = reply.Next is null ? null : _address.Query(filter!, reply.Next);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A call that was cancelled after it began, or that ends in a doubtful failure, may have taken effect.</remarks>
    /// <exception cref="RequestFailedException">The service refused, could not be reached, or nobody knows whether the batch took effect.</exception>
    public async Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default)
    {
        BatchRules.Check(partition, changes);
        cancellationToken.ThrowIfCancellationRequested();
        await new BatchCommit(_gateway, _address, PreparedBatch.Of(_address, partition, changes, _commits())).RunAsync(cancellationToken);
    }

    private static JsonDocument Parse(TableReply reply, string partition) =>
        reply.Done ? JsonDocument.Parse(reply.Body) : throw reply.Exception($"Reading partition '{partition}'");
}
