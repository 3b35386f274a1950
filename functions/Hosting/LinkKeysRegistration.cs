using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;

namespace OpsAutomation.Functions.Hosting;

/// <summary>Registers the ring of keys that sign links, for signing and for looking after it.</summary>
public static class LinkKeysRegistration
{
    /// <summary>Adds a ring.</summary>
    public static IServiceCollection AddLinkKeys<TRing>(this IServiceCollection services, TRing ring)
        where TRing : class, ILinkKeyRing =>
        services.AddSingleton<ILinkKeyRing>(ring).AddSingleton<ILinkKeys>(ring);
}
