using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Unit.Runtime.Http;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ops-keys-").FullName;

    private string File1 => Path.Combine(_folder, "keys.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void New_keys_are_long_different_and_kept()
    {
        var keys = KeyFileStore.Open(File1, ["One", "Two"]);
        string[] all = [keys.MasterKey, keys.HostKey, keys.EventGridKey, keys.FunctionKey("One"), keys.FunctionKey("Two")];

        var again = KeyFileStore.Open(File1, ["One", "Two", "Three"]);

        Assert.Equal(5, all.Distinct().Count());
        Assert.All(all, k => Assert.True(k.Length >= 40));
        Assert.Equal<string>(all, (string[])[again.MasterKey, again.HostKey, again.EventGridKey, again.FunctionKey("One"), again.FunctionKey("Two")]);
        Assert.True(again.Opens(AuthorizationLevel.Function, "three", again.FunctionKey("Three")));
        Assert.False(again.Opens(AuthorizationLevel.Function, "One", again.FunctionKey("Three")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"functionKeys":{}}""")]
    [InlineData("""{"masterKey":"short"}""")]
    [InlineData("""{"masterKey":"0123456789abcdef0123","functions":null}""")]
    [InlineData("""{"masterKey":"0123456789abcdef0123","functions":{"a":null}}""")]
    [InlineData("""{"masterKey":"0123456789abcdef0123","functionKeys":{"default":null}}""")]
    public void A_broken_key_file_stops_the_start_and_is_not_replaced(string text)
    {
        File.WriteAllText(File1, text);

        var error = Assert.Throws<HostStartException>(() => KeyFileStore.Open(File1, []));

        Assert.DoesNotContain("0123456789abcdef", error.ToString());
        Assert.Equal(text, File.ReadAllText(File1));
    }

    [Fact]
    public void A_file_that_others_could_read_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        KeyFileStore.Open(File1, []);
        File.SetUnixFileMode(File1, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        KeyFileStore.Open(File1, []);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
    }
}
