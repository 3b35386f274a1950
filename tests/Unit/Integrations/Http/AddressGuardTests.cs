using System.Net;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Unit.Integrations.Http;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16", true)]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void Only_public_addresses_may_be_reached(string address, bool allowed = false) =>
        Assert.Equal(allowed, AddressGuard.MayReach(IPAddress.Parse(address), ours: false));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("fd00::1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("fe80::1", false)]
    public void A_host_of_ours_may_be_inside_but_never_link_local(string address, bool allowed) =>
        Assert.Equal(allowed, AddressGuard.MayReach(IPAddress.Parse(address), ours: true));

    [Fact]
    public async Task A_name_with_one_forbidden_address_among_good_ones_is_refused()
    {
        var guard = new AddressGuard([], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Parse("127.0.0.1")]));

        await Assert.ThrowsAsync<AddressRefusedException>(() => guard.AddressesAsync("two.example.com", default));
    }

    [Fact]
    public async Task A_name_is_resolved_once_for_a_connection_so_that_a_second_answer_changes_nothing()
    {
        var asked = 0;
        var guard = new AddressGuard(["rebind.example.com"], (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]));
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var stream = await guard.ConnectAsync("rebind.example.com", ((IPEndPoint)listener.LocalEndpoint).Port, default);

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://localhost/")]
    public async Task Other_ways_to_write_this_machine_are_this_machine(string address)
    {
        using var client = new HttpClient(new AddressGuard([]).Handler());
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(address)));

        Assert.IsType<AddressRefusedException>(error.InnerException);
    }
}
