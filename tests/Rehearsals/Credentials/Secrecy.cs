using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals.Credentials;

/// <summary>The value of a secret is in the vault and nowhere else, and a crash at any moment leaves no password that nobody knows of.</summary>
public sealed class Secrecy
{
    [Fact]
    public async Task No_file_no_card_and_no_log_of_ours_holds_a_value()
    {
        var log = new Lines();
        await using var shop = await Shop.OpenAsync(new RehearsalSettings
        {
            Services = services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log)),
        });
        await shop.Azure.FaultAsync(new { method = "POST", route = "*/addPassword", dropAfterEffect = true, count = 1 });
        await Shop.NearsItsEndAsync(shop);
        await Shop.ApproveBothAsync(shop);
        var (password, _) = await shop.Azure.SecretAsync(Shop.Secret);
        await shop.Fire("storage-key-old");
        await shop.UntilNext(f => f.Head.Resource == Shop.Account.ToLowerInvariant() && Rehearsal.Asks(f), "question about the storage key");
        await shop.Decide("ana", "approve");
        await shop.Decide("ben", "approve");
        await shop.Until(f => f.Head.Resource == Shop.Account.ToLowerInvariant() && f.Facts.Any(x => x is Fact.Polled), "end of the rotation");
        var (key, _) = await shop.Azure.SecretAsync(Shop.StorageSecret);

        var all = Directory.EnumerateFiles(shop.DataFolder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".owner", StringComparison.Ordinal)).ToLookup(

            // That is Azure, whose vault holds the values: finding them there shows that they can be found.
            f => Path.GetFileName(f).StartsWith("azure.db", StringComparison.Ordinal));
        var files = all[false].ToList();
        Assert.Contains(files, f => Path.GetFileName(f) == "records.db");
        Assert.Contains(files, f => Path.GetFileName(f).StartsWith("runtime.db", StringComparison.Ordinal));
        foreach (var value in new[] { password, key })
        {
            Assert.Contains(all[true], f => Holds(f, value));
            Assert.All(files, f => Assert.False(Holds(f, value), f));
            Assert.DoesNotContain(await shop.Azure.CardsAsync(), c => c.Contains(value, StringComparison.Ordinal));
            Assert.DoesNotContain(log.All, l => Forms(value).Any(form => l.Contains(form, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Killed_at_any_moment_between_making_and_publishing_a_password_no_orphan_stays()
    {
        await using var first = await Shop.OpenAsync(new RehearsalSettings { KeepImages = true });
        await Shop.NearsItsEndAsync(first);
        await first.ApproveByTwo();
        await first.Until<Fact.Polled>();
        var made = first.Images.ToList().FindIndex(i => i.Moment.Contains("/addPassword", StringComparison.Ordinal));
        var published = first.Images.ToList().FindIndex(i => i.Moment.Contains("PUT answered", StringComparison.Ordinal));
        Assert.InRange(made, 0, published);
        foreach (var image in first.Images.Skip(made).Take(published - made + 2))
        {
            await using var shop = await Rehearsal.Resume(image, Shop.Estate);
            var incident = await shop.Until<Fact.Polled>();
            var (_, key) = await shop.Azure.SecretAsync(Shop.Secret);
            var passwords = await shop.Azure.PasswordsAsync(Shop.Payments);
            Assert.True(passwords.Select(p => p.KeyId).SequenceEqual([Shop.OldKey, key]), $"{image.Moment}: {string.Join(", ", passwords)}\n{Rehearsal.Story(incident)}");
        }
    }

    private static bool Holds(string file, string value)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray().AsSpan();
        foreach (var form in Forms(value))
        {
            if (bytes.IndexOf(Encoding.UTF8.GetBytes(form)) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes(form)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // As it is, as JSON spells it, JSON within JSON, in an address, and in Base64.
    private static string[] Forms(string value)
    {
        var json = JsonEncodedText.Encode(value).ToString();
        return [value, json, JsonEncodedText.Encode(json).ToString(), Uri.EscapeDataString(value), Convert.ToBase64String(Encoding.UTF8.GetBytes(value))];
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Lines are kept for the test.
        }
    }
}
