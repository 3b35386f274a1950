using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Runtime.Http;

/// <summary>Reads the key file, makes the keys that are missing, and keeps the file for its owner only.</summary>
internal static class KeyFileStore
{
    private const int ShortestKey = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="functions">The functions that have keys of their own.</param>
    /// <exception cref="HostStartException">The file is there and cannot be used. It is never replaced: that would change every key.</exception>
    internal static FunctionKeys Open(string path, IEnumerable<string> functions)
    {
        var exists = File.Exists(path);
        var file = exists ? Read(path) : new KeyFile();
        if (Complete(file, functions) || !exists)
        {
            Write(path, file);
        }
        else if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        return new FunctionKeys(file);
    }

    private static KeyFile Read(string path)
    {
        KeyFile? file;
        try
        {
            file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException e)
        {
            // The reader's own message could quote a key.
            throw new HostStartException([$"The key file {path} is not valid JSON of the expected shape (line {e.LineNumber + 1})."]);
        }

        if (file is null || file.FunctionKeys is null || file.Functions is null || file.SystemKeys is null || file.Functions.Values.Any(v => v is null))
        {
            throw new HostStartException([$"The key file {path} has null where an object belongs."]);
        }

        // Dictionaries come back from the reader with its own comparer.
        file.Functions = new SortedDictionary<string, SortedDictionary<string, string>>(file.Functions, StringComparer.OrdinalIgnoreCase);
        var problems = Keys(file)
            .Where(k => string.IsNullOrEmpty(k.Key) || k.Key.Length < ShortestKey)
            .Select(k => $"The key {k.Name} in {path} is shorter than {ShortestKey} characters.")
            .ToList();
        return problems.Count == 0 ? file : throw new HostStartException(problems);
    }

    private static IEnumerable<(string Name, string? Key)> Keys(KeyFile file) =>
        file.FunctionKeys.Select(k => ($"functionKeys.{k.Key}", (string?)k.Value))
            .Concat(file.SystemKeys.Select(k => ($"systemKeys.{k.Key}", (string?)k.Value)))
            .Concat(file.Functions.SelectMany(f => f.Value.Select(k => ($"functions.{f.Key}.{k.Key}", (string?)k.Value))))
            .Append(("masterKey", file.MasterKey));

    private static bool Complete(KeyFile file, IEnumerable<string> functions)
    {
        var changed = false;
        if (file.MasterKey.Length == 0)
        {
            file.MasterKey = NewKey();
            changed = true;
        }

        changed |= Ensure(file.FunctionKeys, "default");
        changed |= Ensure(file.SystemKeys, FunctionKeys.EventGridSystemKey);
        foreach (var function in functions)
        {
            if (!file.Functions.TryGetValue(function, out var keys))
            {
                file.Functions[function] = keys = new SortedDictionary<string, string>(StringComparer.Ordinal);
            }

            changed |= Ensure(keys, "default");
        }

        return changed;
    }

    private static bool Ensure(SortedDictionary<string, string> keys, string name)
    {
        if (keys.ContainsKey(name))
        {
            return false;
        }

        keys[name] = NewKey();
        return true;
    }

    private static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static void Write(string path, KeyFile file)
    {
        // Written beside and moved over, so that a kill leaves the old file or the new one, and never readable by others.
        var next = path + ".new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(next, options))
        {
            JsonSerializer.Serialize(stream, file, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
