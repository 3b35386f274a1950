using Azure;
using Azure.Core.Pipeline;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Testing.Records;
using Loss = OpsAutomation.Integration.Integrations.Tables.LossyHandler.Loss;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Integration.Integrations.Tables;

public sealed class TableRecordStoreTests : IClassFixture<Azurite>, IAsyncLifetime, IDisposable
{
    private const string Partition = "incident-INC-20261124-3fa9c1";
    private static int s_tables;

    private readonly Azurite _azurite;
    private readonly LossyHandler _network = new();
    private readonly HttpClient _client;
    private readonly WaitlessClock _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly TableOptions _options = new() { Table = $"own{Interlocked.Increment(ref s_tables)}" };
    private TableRecordStore _store = null!;

    public TableRecordStoreTests(Azurite azurite)
    {
        _azurite = azurite;
        _client = new HttpClient(_network);
    }

    public async Task InitializeAsync()
    {
        if (Azurite.Missing is null)
        {
            _store = Open(_options);
            await _store.CreateTableIfNotExistsAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _client.Dispose();

    [AzuriteFact]
    public async Task Creating_the_table_twice_keeps_its_rows()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        await _store.CreateTableIfNotExistsAsync();
        Assert.Equal("1", (await Read("head")).Body);
    }

    [AzuriteFact]
    public async Task A_missing_table_is_an_error_and_not_an_empty_store()
    {
        var store = Open(new TableOptions { Table = "neverCreated" });
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<RequestFailedException>(() => store.ReadAsync(Partition, "head"))).ErrorCode);
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<RequestFailedException>(() => store.CommitAsync(Partition, [new RecordChange.Delete("head")]))).ErrorCode);
        await Assert.ThrowsAsync<RequestFailedException>(async () => await store.RangeAsync(Partition).GetAsyncEnumerator().MoveNextAsync());
    }

    [AzuriteFact]
    public async Task A_wrong_key_is_refused_without_being_told()
    {
        var account = TableAccount.FromConnectionString(_azurite.ConnectionString.Replace("Eby8", "AAAA", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => new TableRecordStore(account, _clock, _options).ReadAsync(Partition, "head"));
        Assert.Equal(403, error.Status);
        Assert.DoesNotContain("AAAA", error.ToString());
    }

    [AzuriteFact]
    public async Task Every_forbidden_character_may_stand_in_partitions_and_rows()
    {
        const string wild = "/subscriptions/1/a b?c#d\\e%2F'f'&g+h=i\t\n\"(ü)😀.";
        await _store.CommitAsync(wild, [new RecordChange.Insert(wild, "1"), new RecordChange.Insert("x", "2")]);
        var record = await _store.ReadAsync(wild, wild);
        Assert.Equal((wild, wild, "1"), (record!.Partition, record.Row, record.Body));
        await _store.CommitAsync(wild, [new RecordChange.Replace(wild, "3", record.ETag), new RecordChange.Delete("x")]);
        var rows = new List<Record>();
        await foreach (var row in _store.RangeAsync(wild, wild, wild + "\0"))
        {
            rows.Add(row);
        }

        Assert.Equal("3", Assert.Single(rows).Body);
    }

    [AzuriteFact]
    public async Task A_body_of_half_a_million_characters_comes_back_whole()
    {
        var body = string.Concat(Enumerable.Repeat("\"😀<x>\\", 70_000));
        await Commit(new RecordChange.Insert("head", body));
        Assert.Equal(body, (await Read("head")).Body);
        await Commit(new RecordChange.Upsert("head", "short"));
        Assert.Equal("short", (await Read("head")).Body);
    }

    [AzuriteFact]
    public async Task A_hundred_changes_of_every_kind_are_one_transaction()
    {
        await Commit([.. Enumerable.Range(0, 100).Select(i => new RecordChange.Insert($"{i:d3}", "1"))]);
        var etag = (await Read("000")).ETag;
        await Commit([
            new RecordChange.Replace("000", "2", etag),
            .. Enumerable.Range(1, 33).Select(i => new RecordChange.Upsert($"{i:d3}", "2")),
            .. Enumerable.Range(34, 33).Select(i => new RecordChange.Delete($"{i:d3}")),
            .. Enumerable.Range(100, 33).Select(i => new RecordChange.Insert($"{i:d3}", "2"))]);
        Assert.Equal("2", (await Read("132")).Body);
        Assert.Null(await _store.ReadAsync(Partition, "066"));
        Assert.Equal(2, _network.Batches);
    }

    [AzuriteFact]
    public async Task Deletes_of_absent_rows_are_left_out_and_the_rest_is_written()
    {
        await Commit(new RecordChange.Insert("there", "1"));
        await Commit([
            new RecordChange.Insert("new", "1"),
            new RecordChange.Delete("there"),
            .. Enumerable.Range(0, 40).Select(i => new RecordChange.Delete($"gone-{i}")),
            new RecordChange.Upsert("last", "1")]);
        Assert.Null(await _store.ReadAsync(Partition, "there"));
        Assert.NotNull(await _store.ReadAsync(Partition, "new"));
        Assert.NotNull(await _store.ReadAsync(Partition, "last"));
        Assert.Equal(3, _network.Batches);
    }

    [AzuriteFact]
    public async Task The_conflict_names_the_row_that_did_not_fit()
    {
        await Commit(new RecordChange.Insert("taken", "1"), new RecordChange.Insert("old", "1"));
        var stale = (await Read("old")).ETag;
        await Commit(new RecordChange.Upsert("old", "2"));
        async Task<string> Row(params RecordChange[] changes) => (await Assert.ThrowsAsync<RecordConflictException>(() => Commit(changes))).Row;
        Assert.Equal("taken", await Row(new RecordChange.Upsert("x", "1"), new RecordChange.Insert("y", "1"), new RecordChange.Insert("taken", "2")));
        Assert.Equal("old", await Row(new RecordChange.Upsert("x", "1"), new RecordChange.Replace("old", "3", stale), new RecordChange.Insert("y", "1")));
        Assert.Equal("gone", await Row(new RecordChange.Upsert("x", "1"), new RecordChange.Delete("gone", stale)));
        Assert.Null(await _store.ReadAsync(Partition, "x"));
    }

    [AzuriteFact]
    public async Task A_batch_whose_answer_was_lost_is_found_and_not_sent_again()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        _network.Lose(Loss.Answer);
        await Commit(new RecordChange.Replace("head", "2", (await Read("head")).ETag), new RecordChange.Insert("fact", "1"));
        Assert.Equal(("2", "1", 2), ((await Read("head")).Body, (await Read("fact")).Body, _network.Batches));
    }

    [AzuriteFact]
    public async Task A_replace_whose_answer_was_lost_is_no_conflict_with_itself()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        _network.Lose(Loss.Answer);
        await Commit(new RecordChange.Replace("head", "2", (await Read("head")).ETag));
        Assert.Equal("2", (await Read("head")).Body);
    }

    [AzuriteFact]
    public async Task A_batch_that_never_arrived_is_sent_again()
    {
        _network.Lose(Loss.Request, Loss.Request);
        await Commit(new RecordChange.Insert("head", "1"));
        Assert.Equal(("1", 3), ((await Read("head")).Body, _network.Batches));
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)], _clock.Waits);
    }

    [AzuriteFact]
    public async Task An_insert_that_another_made_with_the_same_body_is_still_a_conflict()
    {
        // The request is lost, and before the second attempt somebody else inserts the same: only one may believe it was first.
        _network.Lose(Loss.Request);
        _network.BeforeBatch = async () =>
        {
            if (_network.Batches == 2)
            {
                await new TableRecordStore(TableAccount.FromConnectionString(_azurite.ConnectionString), _clock, _options)
                    .CommitAsync(Partition, [new RecordChange.Insert("inbox", "same")]);
            }
        };
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Insert("inbox", "same")));
    }

    [AzuriteFact]
    public async Task A_versioned_delete_whose_answer_was_lost_says_that_nobody_knows()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        var etag = (await Read("head")).ETag;
        _network.Lose(Loss.Answer);
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Commit(new RecordChange.Delete("head", etag)));
        Assert.Contains("may have taken effect or not", error.Message);
    }

    [AzuriteFact]
    public async Task An_unversioned_delete_whose_answer_was_lost_succeeds()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        _network.Lose(Loss.Answer);
        await Commit(new RecordChange.Delete("head"));
        Assert.Null(await _store.ReadAsync(Partition, "head"));
    }

    [AzuriteFact]
    public async Task A_network_that_stays_broken_ends_in_an_error_that_says_what_is_not_known()
    {
        _network.Lose(Loss.Request, Loss.Request, Loss.Request, Loss.Request);
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Commit(new RecordChange.Insert("head", "1")));
        Assert.Contains("may have taken effect or not", error.Message);
        Assert.Equal(4, _network.Batches);
    }

    private TableRecordStore Open(TableOptions options) =>
        new(TableAccount.FromConnectionString(_azurite.ConnectionString), _clock, options, new HttpClientTransport(_client));

    private Task Commit(params RecordChange[] changes) => _store.CommitAsync(Partition, changes);

    private async Task<Record> Read(string row) => await _store.ReadAsync(Partition, row) ?? throw new InvalidOperationException($"No row '{row}'.");
}
