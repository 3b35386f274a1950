using System.CommandLine;

namespace OpsAutomation.Cli.Verbs;

/// <summary>Options that several verbs share, made anew for each so that every verb lists its own.</summary>
internal static class CommonOptions
{
    /// <summary>Folder of the local state.</summary>
    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Folder of the local state.",
        DefaultValueFactory = _ => new DirectoryInfo(".ops"),
    };

    /// <summary>Folder of the catalogue.</summary>
    public static Option<DirectoryInfo> Catalog() => new("--catalog")
    {
        Description = "Folder of the catalogue; the one that was built in by default.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "catalog")),
    };

    /// <summary>The same option where a verb asks the running system: every verb takes it, so that one alias can carry it.</summary>
    public static Option<DirectoryInfo?> SystemsCatalog() => new("--catalog")
    {
        Description = "Taken by every verb; this one asks the running system, which has its own.",
    };

    /// <summary>Address of the running system.</summary>
    public static Option<Uri> To() => new("--to")
    {
        Description = "Address of the running system.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:7071"),
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : string.Empty;
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            result.AddError($"'{text}' is not an http address.");
            return null;
        },
    };

    /// <summary>Print JSON instead of words.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };
}
