using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Testing;

namespace OpsAutomation.Unit.Core.Classification;

/// <summary>The catalogue of the repository.</summary>
internal static class ShippedCatalog
{
    public static string Folder() => Path.Combine(Checkout.Root, "catalog");

    public static ClassificationRules Rules() => Read("classification.yaml", ClassificationRules.Read);

    public static Routing Routing() => Read("routing.yaml", RoutingReader.Read);

    private static T Read<T>(string file, Func<YamlMap, T?> read)
        where T : class
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read(file, File.ReadAllText(Path.Combine(Folder(), file)), bag);
        var result = root is null ? null : read(root);
        Assert.Empty(bag.All);
        return result!;
    }
}
