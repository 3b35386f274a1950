using OpsAutomation.Core.Audit;
using OpsAutomation.Integration.Integrations.Tables;
using OpsAutomation.Integrations.Anchors;

namespace OpsAutomation.Integration.Integrations.Anchors;

/// <summary>Both stores of anchors pass one exam.</summary>
public sealed class AnchorStoreTests(AzuriteBlobs azurite) : IClassFixture<AzuriteBlobs>, IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 24);

    private readonly string _folder = Directory.CreateTempSubdirectory("ops-anchors-").FullName;

    [Fact]
    public Task A_folder_keeps_anchors() => ExamAsync(new FileAnchorStore(Path.Combine(_folder, "new")));

    [AzuriteFact]
    public Task A_container_keeps_anchors() => ExamAsync(BlobAnchorStore.FromConnectionString(azurite.ConnectionString));

    [Fact]
    public async Task A_file_can_be_read_by_its_owner_and_written_by_nobody()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await new FileAnchorStore(_folder).TryAddAsync(Day, "x");

        var file = Assert.Single(Directory.GetFiles(_folder));
        Assert.EndsWith("2026-11-24.json", file, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task What_is_no_anchor_by_its_name_is_passed_over()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.json"), "{}");

        Assert.Empty(await new FileAnchorStore(_folder).DaysAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task ExamAsync(IAnchorStore store)
    {
        Assert.Empty(await store.DaysAsync());
        Assert.Null(await store.ReadAsync(Day));

        Assert.True(await store.TryAddAsync(Day.AddDays(1), "second"));
        Assert.True(await store.TryAddAsync(Day, "first"));
        Assert.False(await store.TryAddAsync(Day, "forged"));

        Assert.Equal("first", await store.ReadAsync(Day));
        Assert.Equal([Day, Day.AddDays(1)], await store.DaysAsync());

        // Sixteen at once: one of them writes.
        var wrote = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => store.TryAddAsync(Day.AddDays(2), $"{i}"))));
        var winner = Assert.Single(Enumerable.Range(0, 16), i => wrote[i]);
        Assert.Equal($"{winner}", await store.ReadAsync(Day.AddDays(2)));
    }
}
