using OpsAutomation.Core.Records;
using Xunit;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Testing.Records;

/// <summary>The exam that every record store passes: derive, open the store, and the tests below run on it.</summary>
public abstract class RecordStoreExam : IAsyncLifetime
{
    private const string Partition = "incident-INC-20261124-3fa9c1";

    /// <summary>The store under examination.</summary>
    protected IRecordStore Store { get; private set; } = null!;

    /// <summary>Opens the store: empty at first, afterwards the one that was closed.</summary>
    protected abstract Task<IRecordStore> OpenAsync();

    /// <summary>Closes the store and keeps its content.</summary>
    protected abstract Task CloseAsync(IRecordStore store);

    public virtual async Task InitializeAsync() => Store = await OpenAsync();

    public virtual Task DisposeAsync() => CloseAsync(Store);

    [Fact]
    public async Task A_row_that_was_never_written_reads_as_null() => Assert.Null(await Store.ReadAsync(Partition, "head"));

    [Fact]
    public async Task An_inserted_row_reads_back_as_it_was_written()
    {
        const string body = """{"text":"Grüße, 東京 😀 \u0000 <b>"}""";
        await Commit(new RecordChange.Insert("head", body, Schema: 3));
        var record = await Store.ReadAsync(Partition, "head");
        Assert.NotNull(record);
        Assert.Equal((Partition, "head", body, 3), (record.Partition, record.Row, record.Body, record.Schema));
        Assert.NotEmpty(record.ETag);
    }

    [Fact]
    public async Task A_second_insert_of_a_row_is_a_conflict_that_names_the_row()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        var conflict = await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Insert("head", "2")));
        Assert.Equal((Partition, "head"), (conflict.Partition, conflict.Row));
        Assert.Equal("1", (await Read("head")).Body);
    }

    [Fact]
    public async Task A_replace_needs_the_version_that_was_read()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        var first = await Read("head");
        await Commit(new RecordChange.Replace("head", "2", first.ETag));
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Replace("head", "3", first.ETag)));
        var second = await Read("head");
        Assert.Equal("2", second.Body);
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public async Task A_replace_of_an_absent_row_is_a_conflict() =>
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Replace("head", "1", "1")));

    [Fact]
    public async Task An_etag_that_the_store_never_gave_is_a_conflict()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Replace("head", "2", "W/\"somebody else's\"")));
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_written_again_has_another_version()
    {
        await Commit(new RecordChange.Insert("head", "1"));
        var first = await Read("head");
        await Commit(new RecordChange.Delete("head"));
        await Commit(new RecordChange.Insert("head", "1"));
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Replace("head", "2", first.ETag)));
    }

    [Fact]
    public async Task An_upsert_writes_whatever_stood_there_before()
    {
        await Commit(new RecordChange.Upsert("head", "1"));
        var first = await Read("head");
        await Commit(new RecordChange.Upsert("head", "2", Schema: 2));
        var second = await Read("head");
        Assert.Equal(("2", 2), (second.Body, second.Schema));
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public async Task A_delete_without_a_version_succeeds_on_an_absent_row_too()
    {
        await Commit(new RecordChange.Delete("head"));
        await Commit(new RecordChange.Insert("head", "1"));
        await Commit(new RecordChange.Delete("head"));
        Assert.Null(await Store.ReadAsync(Partition, "head"));
    }

    [Fact]
    public async Task A_delete_with_a_version_needs_the_row_unchanged()
    {
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Delete("head", "1")));
        await Commit(new RecordChange.Insert("head", "1"));
        var first = await Read("head");
        await Commit(new RecordChange.Upsert("head", "2"));
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(new RecordChange.Delete("head", first.ETag)));
        await Commit(new RecordChange.Delete("head", (await Read("head")).ETag));
        Assert.Null(await Store.ReadAsync(Partition, "head"));
    }

    [Fact]
    public async Task A_batch_with_one_conflict_writes_nothing()
    {
        await Commit(new RecordChange.Insert("taken", "1"), new RecordChange.Insert("old", "1"));
        await Assert.ThrowsAsync<RecordConflictException>(() => Commit(
            new RecordChange.Insert("new", "2"), new RecordChange.Delete("old"), new RecordChange.Upsert("any", "2"), new RecordChange.Insert("taken", "2")));
        Assert.Equal(["old", "taken"], await Keys());
    }

    [Fact]
    public async Task A_batch_of_a_hundred_rows_is_written_and_one_more_is_refused()
    {
        RecordChange[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new RecordChange.Insert($"row-{i:d3}", "1"))];
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(Rows(101)));
        Assert.Empty(await Keys());
        await Commit(Rows(100));
        Assert.Equal(100, (await Keys()).Count);
    }

    [Fact]
    public async Task A_batch_that_names_a_row_twice_or_is_empty_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(new RecordChange.Insert("a", "1"), new RecordChange.Delete("a")));
        await Assert.ThrowsAsync<ArgumentException>(() => Commit());
        Assert.Empty(await Keys());
    }

    [Fact]
    public async Task Rows_come_in_ordinal_order_in_every_script()
    {
        // U+FFFD comes after the halves of a surrogate pair in ordinal order, and before it in UTF-8.
        string[] keys = ["a", "B", "b", "é", "e\u0301", "Z", "z", "ä", "0", "~", "東", "\u00ff", "\ufffd", "😀", "a\u0000b", "a|b", "\ue000", "ab"];
        foreach (var chunk in keys.Chunk(5))
        {
            await Commit([.. chunk.Select(k => new RecordChange.Insert(k, "1"))]);
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await Keys());
    }

    [Fact]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        await Commit([.. "abcdef".Select(c => new RecordChange.Insert(c.ToString(), "1"))]);
        Assert.Equal(["b", "c", "d"], await Keys("b", "e"));
        Assert.Equal(["e", "f"], await Keys("dd"));
        Assert.Equal(["a"], await Keys(to: "aa"));
        Assert.Empty(await Keys("d", "d"));
    }

    [Fact]
    public async Task A_prefix_finds_its_rows_and_no_neighbours()
    {
        await Commit(new RecordChange.Insert("out", "1"), new RecordChange.Insert("out-a", "1"), new RecordChange.Insert("out-😀", "1"), new RecordChange.Insert("out.b", "1"));
        var keys = new List<string>();
        await foreach (var record in Store.PrefixAsync(Partition, "out-"))
        {
            keys.Add(record.Row);
        }

        Assert.Equal(["out-a", "out-😀"], keys);
    }

    [Fact]
    public async Task A_long_range_gives_every_row_once_in_order()
    {
        for (var batch = 0; batch < 7; batch++)
        {
            await Commit([.. Enumerable.Range(batch * 100, 100).Select(i => new RecordChange.Insert($"{i:d6}", "1"))]);
        }

        Assert.Equal(Enumerable.Range(0, 700).Select(i => $"{i:d6}"), await Keys());
    }

    [Fact]
    public async Task Rows_may_be_deleted_while_their_range_is_read()
    {
        for (var batch = 0; batch < 6; batch++)
        {
            await Commit([.. Enumerable.Range(batch * 100, 100).Select(i => new RecordChange.Insert($"{i:d6}", "1"))]);
        }

        var seen = 0;
        await foreach (var record in Store.RangeAsync(Partition))
        {
            await Commit(new RecordChange.Delete(record.Row));
            seen++;
        }

        Assert.Equal(600, seen);
        Assert.Empty(await Keys());
    }

    [Fact]
    public async Task Partitions_do_not_see_each_other()
    {
        await Store.CommitAsync("scope-a", [new RecordChange.Insert("head", "a")]);
        await Store.CommitAsync("scope-A", [new RecordChange.Insert("head", "A")]);
        Assert.Equal("a", (await Store.ReadAsync("scope-a", "head"))?.Body);
        Assert.Equal("A", (await Store.ReadAsync("scope-A", "head"))?.Body);
        Assert.Null(await Store.ReadAsync("scope-", "head"));
    }

    [Fact]
    public async Task Of_many_writers_of_one_version_exactly_one_wins()
    {
        await Commit(new RecordChange.Insert("head", "0"));
        var etag = (await Read("head")).ETag;
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64).Select(i => Task.Run(() => Wins(new RecordChange.Replace("head", $"{i}", etag)))));
        Assert.Single(outcomes, true);
    }

    [Fact]
    public async Task Counting_writers_lose_no_count_and_disturb_no_neighbour()
    {
        await Commit(new RecordChange.Insert("count", "0"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var read = await Read("count");
                var next = int.Parse(read.Body) + 1;
                var won = await Wins(new RecordChange.Replace("count", $"{next}", read.ETag), new RecordChange.Insert($"proof-{writer}-{done}", "1"));
                await Store.CommitAsync($"neighbour-{writer}", [new RecordChange.Upsert($"{done}", "1")]);
                done += won ? 1 : 0;
            }
        })));
        Assert.Equal("200", (await Read("count")).Body);
        Assert.Equal(201, (await Keys()).Count);
    }

    [Fact]
    public async Task What_was_committed_is_there_after_closing_and_opening_again()
    {
        await Commit(new RecordChange.Insert("head", "1"), new RecordChange.Insert("gone", "1"));
        await Commit(new RecordChange.Delete("gone"));
        var before = await Read("head");
        await CloseAsync(Store);
        Store = await OpenAsync();
        Assert.Equal(before, await Read("head"));
        Assert.Equal(["head"], await Keys());
        await Commit(new RecordChange.Replace("head", "2", before.ETag));
        Assert.NotEqual(before.ETag, (await Read("head")).ETag);
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(Partition, [new RecordChange.Insert("head", "1")], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync(Partition, "head", cancelled.Token));
        Assert.Empty(await Keys());
    }

    /// <summary>Commits in the exam's partition.</summary>
    protected Task Commit(params RecordChange[] changes) => Store.CommitAsync(Partition, changes);

    /// <summary>Reads a row of the exam's partition that must be there.</summary>
    protected async Task<Record> Read(string row) => await Store.ReadAsync(Partition, row) ?? throw new InvalidOperationException($"No row '{row}'.");

    private async Task<bool> Wins(params RecordChange[] changes)
    {
        try
        {
            await Commit(changes);
            return true;
        }
        catch (RecordConflictException)
        {
            return false;
        }
    }

    private async Task<List<string>> Keys(string? from = null, string? to = null)
    {
        var keys = new List<string>();
        await foreach (var record in Store.RangeAsync(Partition, from, to))
        {
            keys.Add(record.Row);
        }

        return keys;
    }
}
