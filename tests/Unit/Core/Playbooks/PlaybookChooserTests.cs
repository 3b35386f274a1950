using OpsAutomation.Core.Playbooks;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks;

public sealed class PlaybookChooserTests
{
    private const string Type = "Microsoft.Compute/virtualMachineScaleSets";
    private static readonly Playbook General = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step()).Playbook;
    private static readonly Playbook ForCheckout = General with { Name = "for-checkout", Match = General.Match with { Services = ["checkout"] } };

    [Fact]
    public void A_playbook_that_names_the_service_goes_before_a_general_one()
    {
        Assert.Equal("for-checkout", Choose("checkout", General, ForCheckout).Playbook!.Name);
        Assert.Equal(General.Name, Choose("search", General, ForCheckout).Playbook!.Name);
        Assert.Equal(General.Name, Choose(null, General, ForCheckout).Playbook!.Name);
    }

    [Fact]
    public void Two_that_fit_equally_well_are_a_persons_choice()
    {
        var choice = Choose("search", General, General with { Name = "other" });

        Assert.Null(choice.Playbook);
        Assert.Equal("Playbooks other and scale-out-vmss fit equally well; a person chooses.", choice.Reason);
    }

    [Fact]
    public void An_incident_that_is_a_persons_alone_gets_a_playbook_only_when_it_only_tells()
    {
        var tells = General with { Steps = [Samples.Step() with { Action = "notify", ChangesNothing = true }] };

        Assert.Same(General, Choose("search", General).For(null).Playbook);
        Assert.Same(tells, Choose("search", tells).For("It is a storm").Playbook);
        Assert.Equal(new PlaybookChoice(null, "It is a storm."), Choose("search", General).For("It is a storm"));
        Assert.Null(Choose("search", tells with { Steps = [.. tells.Steps, Samples.Step() with { Action = string.Empty, Calls = "restart-vm" }] }).For("It is a storm").Playbook);
    }

    [Fact]
    public void No_resource_or_no_fit_is_said()
    {
        Assert.Contains("names no resource", PlaybookChooser.Choose("saturation-cpu", null, null, [General]).Reason, StringComparison.Ordinal);
        Assert.Contains("No playbook is for category saturation-disk", PlaybookChooser.Choose("saturation-disk", Type, null, [General]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_for_any_resource_fits_an_incident_without_one_and_gives_way_to_one_that_names_the_type()
    {
        var any = General with { Name = "any", Match = General.Match with { ResourceType = "*" } };

        Assert.Equal("any", PlaybookChooser.Choose("saturation-cpu", null, null, [General, any]).Playbook!.Name);
        Assert.Equal("any", PlaybookChooser.Choose("saturation-cpu", "Microsoft.Web/sites", null, [General, any]).Playbook!.Name);
        Assert.Equal(General.Name, PlaybookChooser.Choose("saturation-cpu", Type, null, [General, any]).Playbook!.Name);
    }

    [Fact]
    public void What_is_unknown_never_gets_a_playbook_not_even_one_that_asks_for_it()
    {
        var greedy = General with { Match = General.Match with { Category = "unknown" } };
        Assert.Null(PlaybookChooser.Choose("unknown", Type, null, [greedy]).Playbook);
        Assert.Null(PlaybookChooser.Choose("unknown", null, null, [greedy]).Playbook);
    }

    private static PlaybookChoice Choose(string? service, params Playbook[] playbooks) =>
        PlaybookChooser.Choose("saturation-cpu", Type.ToLowerInvariant(), service, playbooks);
}
