# A Debian package: `cpack -G DEB` in the build folder. The top CMakeLists.txt includes this last.
#
# Its files are a component that a plain `cmake --install` leaves out: that one asks who runs it
# (install.cmake), while the package is always for everyone. Places are below Wireshark's own prefix.
set(package sipcode-wireshark)
set(release 1)
cmake_path(GET Wireshark_INCLUDE_DIR PARENT_PATH prefix)
cmake_path(GET prefix PARENT_PATH prefix)
cmake_path(RELATIVE_PATH Wireshark_PLUGIN_INSTALL_DIR BASE_DIRECTORY "${prefix}"
           OUTPUT_VARIABLE plugins)

# Debian wants both changelogs packed: the project's, and the package's own, which has the date of the
# former. Without -n the time of packing would be in it.
find_program(GZIP gzip)
if(NOT GZIP)
  return()
endif()
function(pack from to)
  add_custom_command(OUTPUT "${to}" COMMAND "${GZIP}" -9nc "${from}" > "${to}" DEPENDS "${from}" VERBATIM)
endfunction()
set(folder "${CMAKE_CURRENT_BINARY_DIR}/package")
set(maintainer "sipcode developers <sipcode@example.invalid>")
file(TIMESTAMP "${PROJECT_SOURCE_DIR}/CHANGELOG.md" date "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(plugin/package/changelog.in "${folder}/changelog.Debian" @ONLY)
pack("${PROJECT_SOURCE_DIR}/CHANGELOG.md" "${folder}/changelog.gz")
pack("${folder}/changelog.Debian" "${folder}/changelog.Debian.gz")
add_custom_target(changelogs ALL DEPENDS "${folder}/changelog.gz" "${folder}/changelog.Debian.gz")

# Debian's shared objects are not executable.
install(TARGETS sipcode LIBRARY DESTINATION "${plugins}/epan" COMPONENT package EXCLUDE_FROM_ALL
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/plugin/profile/"
        DESTINATION "share/wireshark/profiles/SIP codes" COMPONENT package EXCLUDE_FROM_ALL)
install(FILES README.md README.zh_CN.md plugin/package/copyright
        "${folder}/changelog.gz" "${folder}/changelog.Debian.gz"
        DESTINATION "share/doc/${package}" COMPONENT package EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${package})
set(CPACK_PACKAGE_VENDOR "sipcode developers")
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};${PROJECT_NAME};package;/")
set(CPACK_PACKAGING_INSTALL_PREFIX "${prefix}")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${release})
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# The library's name holds its ABI (libwireshark16 is 4.0), so that no other series gets this plugin.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "wireshark | tshark")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin that explains SIP responses")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"For every SIP response in a capture it says what the code means, who usually
sends it and why, what to check next and where the standard says so: in the
packet tree, in the Info column and in reports, in the reader's language.

It follows transactions, calls and registrations, also of IMS and VoLTE, and
says what should come next, what did, and what is missing.")
include(CPack)
