using Microsoft.Data.Sqlite;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Integration.Integrations.Records;

public sealed class SqliteRecordStoreTests : RecordStoreExam
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ops-records-").FullName;

    private string FilePath => Path.Combine(_directory, "data", "ops.db");

    protected override Task<IRecordStore> OpenAsync() => Task.FromResult<IRecordStore>(SqliteRecordStore.Open(FilePath));

    protected override Task CloseAsync(IRecordStore store) => ((SqliteRecordStore)store).DisposeAsync().AsTask();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_batch_above_four_megabytes_is_refused_and_one_below_is_kept()
    {
        var large = new string('x', BatchRules.MaxBytes / 2);
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(new RecordChange.Insert("a", large), new RecordChange.Insert("b", large)));
        await Commit(new RecordChange.Insert("a", large), new RecordChange.Insert("b", large[..^200]));
        Assert.Equal(large, (await Read("a")).Body);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_rather_than_replaced()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(new RecordChange.Insert("a\ud83d", "1")));
        await Assert.ThrowsAsync<ArgumentException>(() => Commit(new RecordChange.Insert("a", "\"\ude00\"")));
    }

    [Fact]
    public async Task The_files_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await Commit(new RecordChange.Insert("a", "1"));
        var files = Directory.GetFiles(Path.GetDirectoryName(FilePath)!);
        Assert.Contains(files, f => f.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_format_is_refused_with_both_numbers()
    {
        await CloseAsync(Store);
        Execute("UPDATE records_meta SET value = 99 WHERE name = 'format'");
        var error = Assert.Throws<InvalidDataException>(() => SqliteRecordStore.Open(FilePath));
        Assert.Contains("format 99", error.Message);
        Assert.Contains("up to 2", error.Message);
        Execute("UPDATE records_meta SET value = 2 WHERE name = 'format'");
    }

    [Fact]
    public async Task A_file_of_the_first_format_is_brought_to_this_one_with_every_row_and_version()
    {
        var path = Path.Combine(_directory, "first.db");
        Execute(path, """
            CREATE TABLE records_meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO records_meta(name, value) VALUES('format', 1), ('etag', 7);
            CREATE TABLE records_partitions(id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE);
            CREATE TABLE records(
                partition_id INTEGER NOT NULL, row BLOB NOT NULL, body TEXT NOT NULL, etag INTEGER NOT NULL, schema INTEGER NOT NULL,
                PRIMARY KEY(partition_id, row)) WITHOUT ROWID;
            INSERT INTO records_partitions(id, name) VALUES(1, CAST('p' AS BLOB)), (2, CAST('q' AS BLOB));
            INSERT INTO records VALUES
                (1, CAST('b' AS BLOB), '"b"', 3, 1), (1, CAST('a' AS BLOB), '"a"', 7, 2), (2, CAST('a' AS BLOB), '"other"', 5, 1);
            """);

        await using (var store = SqliteRecordStore.Open(path))
        {
            Assert.Equal(["a \"a\" 7 2", "b \"b\" 3 1"], await RowsAsync(store, "p"));
            await store.CommitAsync("p", [new RecordChange.Replace("b", "\"new\"", "3"), new RecordChange.Insert("c", "1")]);
            await Assert.ThrowsAsync<RecordConflictException>(() => store.CommitAsync("q", [new RecordChange.Insert("a", "1")]));
        }

        // And it is that from then on.
        await using var again = SqliteRecordStore.Open(path);
        var rows = await RowsAsync(again, "p");
        Assert.Equal(3, rows.Count);
        Assert.StartsWith("b \"new\"", rows[1]);
        Assert.Equal(["a \"other\" 5 1"], await RowsAsync(again, "q"));
    }

    private static async Task<List<string>> RowsAsync(SqliteRecordStore store, string partition)
    {
        var rows = new List<string>();
        await foreach (var record in store.RangeAsync(partition))
        {
            rows.Add($"{record.Row} {record.Body} {record.ETag} {record.Schema}");
        }

        return rows;
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        var path = Path.Combine(_directory, "notes.txt");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("not a database\n", 100)));
        Assert.Contains("notes.txt", Assert.Throws<InvalidDataException>(() => SqliteRecordStore.Open(path)).Message);
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_file_without_closing_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.CommitAsync($"p-{i}", [new RecordChange.Insert("a", "1")])));

        // A copy of file and log as they are now is what a kill would leave.
        var copy = Path.Combine(_directory, "copy.db");
        File.Copy(FilePath, copy);
        File.Copy(FilePath + "-wal", copy + "-wal");
        await using var reopened = SqliteRecordStore.Open(copy);
        for (var i = 0; i < 50; i++)
        {
            Assert.NotNull(await reopened.ReadAsync($"p-{i}", "a"));
        }
    }

    [Fact]
    public async Task Two_processes_on_one_file_never_give_the_same_version_twice()
    {
        await using var other = SqliteRecordStore.Open(FilePath);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? Store : other).CommitAsync("shared", [new RecordChange.Insert($"{i:d2}", "1")])));
        var etags = new List<string>();
        await foreach (var record in Store.RangeAsync("shared"))
        {
            etags.Add(record.ETag);
        }

        Assert.Equal(40, etags.Distinct().Count());
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = SqliteRecordStore.Open(Path.Combine(_directory, "closed.db"));
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync("p", [new RecordChange.Insert("a", "1")]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadAsync("p", "a"));
        await store.DisposeAsync();
    }

    private void Execute(string sql) => Execute(FilePath, sql);

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
