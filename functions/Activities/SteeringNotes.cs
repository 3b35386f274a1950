using System.Security.Cryptography;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Writes into the chain of changes with which catalogue and which signing key the program runs, when that is another than before. Not at
/// the start, which must be short, but by the hourly run of the anchors; once is enough, since both change with a start alone.
/// </summary>
public sealed class SteeringNotes(ChangeLedger changes, OpsOptions options, OpsCatalog catalog, ILinkKeys keys)
{
    private const string Deployment = "deployment";
    private bool _noted;

    /// <summary>Writes what is new.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (_noted)
        {
            return;
        }

        await NoteAsync(ChangeKinds.Catalogue, Files(options.CatalogDirectory), "The program runs with this catalogue: a hash for each file.", cancellationToken);
        await NoteAsync(ChangeKinds.SigningKey, new { keys.Current.Id }, "Links are signed with the key of this id.", cancellationToken);
        _noted = true;
    }

    private async Task NoteAsync(string kind, object now, string reason, CancellationToken cancellationToken) =>
        await changes.WriteAsync(Deployment, kind, catalog.Routing.Environment, (await changes.NewestAsync(kind, cancellationToken))?.After, now, reason, cancellationToken);

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories).ToDictionary(
                f => Path.GetRelativePath(folder, f).Replace('\\', '/'), f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f))), StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal),
        StringComparer.Ordinal);
}
