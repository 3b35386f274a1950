using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Unit.Pages;

public class SafeLinkTests
{
    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("//example.org/x")]
    [InlineData("/relative")]
    [InlineData("https://portal.azure.com@evil.example/")]
    [InlineData("https://")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_but_plain_https_is_not_a_link(string? address) => Assert.Null(SafeLink.Of(address));

    [Theory]
    [InlineData("https://portal.azure.com/#x", "portal.azure.com")]
    [InlineData("HTTPS://Example.org:8443/", "example.org:8443")]
    [InlineData("https://pоrtal.example/", "xn--prtal-jye.example")]
    public void The_host_is_shown_as_it_is_resolved(string address, string host) => Assert.Equal(host, SafeLink.Of(address)?.Host);
}
