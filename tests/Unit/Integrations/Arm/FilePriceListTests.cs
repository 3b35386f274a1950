using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Unit.Integrations.Arm;

public sealed class FilePriceListTests
{
    [Fact]
    public void A_listed_size_has_its_price_in_any_case_and_an_unlisted_one_has_none()
    {
        var bag = new DiagnosticBag();
        var prices = FilePriceList.Read("prices.yaml", "currency: USD\nperHour:\n  Standard_D2s_v5: 0.096\n", bag);
        Assert.Empty(bag.All);
        Assert.Equal(new Price(0.096, "USD"), prices.PerHour("standard_d2S_v5"));
        Assert.Null(prices.PerHour("Standard_D4s_v5"));
        Assert.Null(FilePriceList.Empty.PerHour("Standard_D2s_v5"));
    }

    [Fact]
    public void Every_wrong_line_is_told_at_once_and_gives_no_price()
    {
        var bag = new DiagnosticBag();
        var prices = FilePriceList.Read("prices.yaml", "currency: dollars\nperHour:\n  A: cheap\n  B: -1\n  C: 1\nunit: month\n", bag);
        Assert.Equal([1, 3, 4, 6], bag.All.Select(d => d.Line));
        Assert.Null(prices.PerHour("A"));
        Assert.Null(prices.PerHour("B"));
    }
}
